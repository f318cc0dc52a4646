// One entry per schema version, from 1.
#pragma once
#include <vector>

#include "base/clock.hpp"

namespace stepgate::store {

namespace sql {
class Connection;
}

using Version = void (*)(sql::Connection& connection, Ms now);
const std::vector<Version>& versions();

}  // namespace stepgate::store
