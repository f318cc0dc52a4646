// Simulated time. The steady clock goes from event to event; the wall clock follows it and may be
// set to another time.
#pragma once
#include "base/clock.hpp"

namespace stepgate::sim {

class SimClock final : public Clock {
 public:
  Ms now() const override { return kStart + steady_ + offset_; }
  Ms steady() const override { return steady_; }
  void go_to(Ms steady) { steady_ = steady; }
  void jump(Ms by) { offset_ += by; }

 private:
  static constexpr Ms kStart = 1'767'225'600'000;  // 2026-01-01T00:00:00Z
  Ms steady_ = 0, offset_ = 0;
};

}  // namespace stepgate::sim
