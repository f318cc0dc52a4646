#include "flow/rate_window.hpp"

#include <algorithm>

namespace stepgate::flow {

/// Half of the slots span a window: what comes late still finds its own.
Ms RateWindow::width(Ms window) noexcept { return std::max<Ms>(1, window * 2 / kSlots); }

void RateWindow::count(Ms window, Ms at, std::int64_t requests, std::int64_t people) {
  const Ms width = this->width(window);
  if (width != width_) {  // another window from now on: what was counted counts as of now
    Sum all;
    for (const auto& slot : slots_)
      if (slot.number >= 0 && (slot.number + 1) * width_ + window > at) {
        all.requests += slot.sum.requests;
        all.people += slot.sum.people;
      }
    slots_ = {};
    width_ = width;
    auto& now = slots_[static_cast<std::size_t>((at / width) % kSlots)];
    now = {at / width, all};
  }
  const std::int64_t number = at / width;
  auto& slot = slots_[static_cast<std::size_t>(number % kSlots)];
  if (slot.number > number) return;  // long past
  if (slot.number < number) slot = {number, {}};
  slot.sum.requests += requests;
  slot.sum.people += people;
}

RateWindow::Sum RateWindow::within(Ms window, Ms now) const {
  Sum sum;
  for (const auto& slot : slots_) {
    if (slot.number < 0 || (slot.number + 1) * width_ + window <= now) continue;
    sum.requests += slot.sum.requests;
    sum.people += slot.sum.people;
  }
  return sum;
}

}  // namespace stepgate::flow
