// The text of an OpenAPI document, read into a tree (docs/protocol.md section 1).
#pragma once
#include <string_view>

#include "base/finding.hpp"
#include "base/json.hpp"
#include "openapi/tree_builder.hpp"

namespace stepgate::openapi {

/// JSON or YAML, told apart by what is in it, never by name or content type. Throws Error
/// (DOCUMENT_UNREADABLE, NOT_OPENAPI for a page of HTML) that names `subject`.
Json read_document(std::string_view text, std::string_view subject, Findings& findings,
                   const TreeLimits& limits = {});

/// The version rule: 3.0.x passes, 3.1.x passes with a warning. Throws Error
/// (OPENAPI_VERSION_UNSUPPORTED, NOT_OPENAPI).
void check_version(const Json& root, std::string_view subject, Findings& findings);

}  // namespace stepgate::openapi
