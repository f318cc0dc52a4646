// Who may send next. Pure: a lane per service with permits, deficit round robin over its runs, paid
// in people (docs/engine.md, fairness). Retries are offered before new births; chunks of one before
// big ones, up to half of the window.
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "flow/ids.hpp"

namespace stepgate::flow {

struct LaneLimits {
  std::int32_t concurrency = 8;        ///< submits at a time
  std::int32_t chunks_in_flight = 64;  ///< sent and not closed
};

/// Not thread safe. All services' lanes and the bound over all of them.
class Scheduler {
 public:
  explicit Scheduler(std::int64_t people_in_flight) : people_limit_(people_in_flight) {}

  /// Makes the lane when it is new. `open_chunks`: sending, accepted and ambiguous ones that the
  /// store holds already.
  void open_lane(ServiceId service, LaneLimits limits, std::int64_t open_chunks);
  void set_limits(ServiceId service, LaneLimits limits);
  void set_paused(ServiceId service, bool paused);
  bool has_lane(ServiceId service) const { return lanes_.contains(service); }
  void add_run(ServiceId service, RunId run);
  void remove_run(ServiceId service, RunId run);

  /// Chunks that this lane may send now.
  std::int32_t permits(ServiceId service) const;
  /// The run whose turn it is, among those that `ready` (run -> people of its next chunk, 0:
  /// nothing) names.
  template <typename Ready>
  std::optional<RunId> next_run(ServiceId service, Ready ready);

  void sending(ServiceId service, std::int64_t people);  ///< a claim or birth was made
  void send_ended(ServiceId service);  ///< its submit has returned, or was never made
  void left_flight(ServiceId service, std::int64_t people);  ///< closed, or back in the queue
  std::int64_t in_flight(ServiceId service) const;
  std::vector<ServiceId> services() const;

 private:
  struct Turn {
    RunId run = 0;
    std::int64_t deficit = 0;
  };
  struct Lane {
    LaneLimits limits;
    bool paused = false;
    std::int64_t sends = 0, chunks = 0;
    std::deque<Turn> turns;
  };
  static constexpr std::int64_t kQuantum = 1000;  ///< people a turn
  std::map<ServiceId, Lane> lanes_;
  std::int64_t people_limit_;
  std::int64_t people_ = 0;
};

template <typename Ready>
std::optional<RunId> Scheduler::next_run(ServiceId service, Ready ready) {
  auto& turns = lanes_.at(service).turns;
  // Two rounds are enough: after one, every ready run has been given at least one quantum.
  for (std::size_t seen = 0; seen < 2 * turns.size(); ++seen) {
    auto& turn = turns.front();
    const std::int64_t people = ready(turn.run);
    if (people > 0 && turn.deficit >= people) {
      turn.deficit -= people;
      return turn.run;
    }
    turn.deficit = people > 0 ? turn.deficit + kQuantum : 0;
    turns.push_back(turn);
    turns.pop_front();
  }
  return std::nullopt;
}

}  // namespace stepgate::flow
