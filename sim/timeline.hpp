// What happens when: events in the order of their time, and of their making within a millisecond.
#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "base/clock.hpp"

namespace stepgate::sim {

inline constexpr Ms kNever = std::numeric_limits<Ms>::max();

/// A start of the host. What a life had under way dies with it.
using Life = std::uint32_t;
inline constexpr Life kWorld = 0;  ///< of no life: services, network, people

class Timeline {
 public:
  struct Event {
    Ms at = 0;
    std::uint64_t order = 0;
    Life life = kWorld;
    std::function<void()> run;
  };
  void add(Ms at, Life life, std::function<void()> run);
  void put_back(Event event, Ms at);
  Ms next() const noexcept { return events_.empty() ? kNever : events_.front().at; }
  Event take();
  bool empty() const noexcept { return events_.empty(); }
  /// The host has died: nothing of that life happens any more.
  void forget(Life life);

 private:
  void push(Event event);
  std::vector<Event> events_;  // a heap, the earliest first
  std::uint64_t orders_ = 0;
};

}  // namespace stepgate::sim
