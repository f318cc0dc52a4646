// How much has begun within a moving window of time: requests, and people in them. Pure. Never more
// than the limit in any window; a little less, since time is counted in slots.
#pragma once
#include <array>
#include <cstdint>

#include "flow/ids.hpp"

namespace stepgate::flow {

class RateWindow {
 public:
  /// Times are of the steady clock, and may come a little out of order.
  void count(Ms window, Ms at, std::int64_t requests, std::int64_t people);
  struct Sum {
    std::int64_t requests = 0, people = 0;
  };
  /// Of what has begun within `window` before `now`, and a slot more.
  Sum within(Ms window, Ms now) const;

 private:
  static constexpr std::int64_t kSlots = 64;
  struct Slot {
    std::int64_t number = -1;  ///< time divided by the slot's width
    Sum sum;
  };
  static Ms width(Ms window) noexcept;
  Ms width_ = 0;  ///< with which the slots were filled
  std::array<Slot, kSlots> slots_{};
};

}  // namespace stepgate::flow
