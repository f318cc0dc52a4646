#include "http/detail/slots.hpp"

namespace stepgate::http::detail {

bool Slots::enter(Connection& connection, bool slow) {
  const std::lock_guard lock(mutex_);
  if (taken_ < most_ && (!slow || slow_ < most_slow_)) {
    ++taken_;
    if (slow) ++slow_;
    return true;
  }
  (slow ? wait_ : ready_).push_back(&connection);
  return false;
}

Connection* Slots::leave(bool slow) {
  const std::lock_guard lock(mutex_);
  if (slow) --slow_;
  const bool next_is_slow = !wait_.empty() && slow_ < most_slow_;
  auto& queue = next_is_slow ? wait_ : ready_;
  if (queue.empty()) {
    --taken_;
    return nullptr;
  }
  if (next_is_slow) ++slow_;
  auto* next = queue.front();
  queue.pop_front();
  return next;
}

}  // namespace stepgate::http::detail
