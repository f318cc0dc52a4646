// The two syntaxes of a document, each feeding one TreeBuilder.
#pragma once
#include <string>
#include <string_view>

#include "openapi/tree_builder.hpp"

namespace stepgate::openapi {

/// Throws Unreadable. `comments`: `#` line comments are skipped.
Json read_json_text(std::string_view text, bool comments, const TreeLimits& limits,
                    Findings& findings);
/// Throws Unreadable. Reads the first document of a stream.
Json read_yaml_text(std::string_view text, const TreeLimits& limits, Findings& findings);

}  // namespace stepgate::openapi
