// Whether a component's table has what its kind needs. Optional slots may be NULL: the host then
// answers UNSUPPORTED itself.
#pragma once
#include <string>

#include "plugin/entry_check.hpp"

namespace stepgate::plugin {

/// What is wrong with it ("has no function create"), or empty.
std::string table_fault(Kind kind, const void* table);

}  // namespace stepgate::plugin
