// What went over the wire for a chunk.
#pragma once
#include "base/json.hpp"
#include "cli/console.hpp"

namespace stepgate::cli {

/// One line of an exchange and what was said, indented; control characters cannot get through.
void print_trace(const Console& console, const Json& trace);

}  // namespace stepgate::cli
