// The time that is written down and that deadlines count in. It goes with the steady clock, so that
// neither a wall clock that is set forward fires every deadline at once, nor one that is set back
// makes them stand still; it never goes back, not even over a restart.
#pragma once
#include <algorithm>

#include "base/clock.hpp"

namespace stepgate::runtime {

/// Not thread safe.
class StoreTime {
 public:
  /// `last`: the highest time that the store has seen.
  void begin(Ms last, Ms wall, Ms steady) {
    given_ = base_ = std::max(last, wall);
    anchor_ = steady;
  }

  Ms now(Ms wall, Ms steady) {
    const Ms passed = std::max<Ms>(0, steady - anchor_);
    if (passed >= kStride) {
      const Ms drift = wall - (base_ + passed);
      const Ms follow = std::min(passed, kLongest) / kFollow;
      base_ += passed + std::clamp(drift, -follow, follow);
      anchor_ = steady;
      return given_ = std::max(given_, base_);
    }
    return given_ = std::max(given_, base_ + passed);
  }

 private:
  static constexpr Ms kStride = 100;
  /// It follows the wall clock by a tenth of what has passed, and of a process that slept by no
  /// more than that of a second: what is marked meanwhile counts without.
  static constexpr Ms kFollow = 10, kLongest = 1'000;
  Ms base_ = 0, anchor_ = 0, given_ = 0;
};

}  // namespace stepgate::runtime
