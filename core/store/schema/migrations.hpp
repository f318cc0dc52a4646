// The shape of the file, in versions. A version that has been released is never edited: a change is
// a new one behind it.
#pragma once
#include <cstdint>
#include <string>

#include "base/clock.hpp"

namespace stepgate::store {

namespace sql {
class Connection;
}

/// What the file says it belongs to (PRAGMA application_id): "STPG".
inline constexpr std::int64_t kApplicationId = 0x53545047;

/// The version this program writes.
std::int32_t newest_schema_version();

/// Brings the file to the newest version, each step in a transaction of its own. Throws Error
/// STORE_FOREIGN or STORE_NEWER and leaves such a file as it is.
void migrate(sql::Connection& connection, const std::string& path, Ms now);

std::int32_t schema_version(sql::Connection& connection);

}  // namespace stepgate::store
