#include "store/core.hpp"

#include "store/activity/writer.hpp"
#include "store/sqlite/people_writer.hpp"

namespace stepgate::store {

Core::Core() = default;
Core::~Core() = default;

}  // namespace stepgate::store
