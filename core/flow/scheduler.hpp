// Who may send next. Pure: a lane per service with permits, deficit round robin over its runs, paid
// in people. Retries come before births by the order in which the shell asks (docs/engine.md,
// fairness).
#pragma once
#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "flow/ids.hpp"
#include "flow/rate_window.hpp"

namespace stepgate::flow {

struct LaneLimits {
  std::int32_t concurrency = 8;                         ///< submits at a time
  std::int32_t chunks_in_flight = 64;                   ///< sent and not closed
  std::int64_t window_requests = 0, window_people = 0;  ///< begun within a window; 0: no limit
  Ms window = 60'000;

  bool by_rate() const noexcept { return window_requests > 0 || window_people > 0; }
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
  bool is_paused(ServiceId service) const;
  bool has_lane(ServiceId service) const { return lanes_.contains(service); }
  void add_run(ServiceId service, RunId run);
  void remove_run(ServiceId service, RunId run);

  /// Chunks that this lane may send now. Beyond the bound over all lanes, a lane with nothing in
  /// flight may still send one: services that never answer stop no other.
  std::int32_t permits(ServiceId service) const;
  /// The run whose turn it is, among those that `ready` (run -> people of its next chunk, 0:
  /// nothing) names. A run in chunks of one goes before the others, but with every second turn
  /// only: half of the window stays with those.
  template <typename Ready>
  std::optional<RunId> next_run(ServiceId service, Ready ready);

  void sending(ServiceId service, std::int64_t people);  ///< a claim or birth was made
  /// Whether a chunk of that many people may be marked now, as far as the service's rate goes. What
  /// is marked and has not begun counts as if it would begin now. More people than the limit may go
  /// when nobody else has for a whole window.
  bool rate_allows(ServiceId service, std::int64_t people, Ms now) const;
  /// What became of a mark: its request began then, or (-1) it never will.
  void rate_settled(ServiceId service, std::int64_t people, Ms begun);
  bool by_rate(ServiceId service) const;
  RateWindow::Sum rate_used(ServiceId service, Ms now) const;
  /// Whether a chunk whose mark is durable may be submitted now: `concurrency` bounds what is under
  /// way. While submits return quickly, some more chunks than that are marked ahead, so that many
  /// small ones share a commit; what a slow service is sent is never marked long before.
  bool may_submit(ServiceId service) const;
  void submitting(ServiceId service);
  /// Its submit has returned after `took` ms, or (-1) was never made.
  void send_ended(ServiceId service, Ms took = -1);
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
    bool small_went_first = false;       ///< the last turn was a chunk of one, out of order
    RunId last_small = 0;                ///< whose it was; the order of `turns` is not touched
    std::int64_t sends = 0, chunks = 0;  ///< marked and not returned; sent and not closed
    std::int64_t submits = 0;            ///< under way
    RateWindow::Sum marked;              ///< and not begun
    RateWindow begun;
    double usual_ms = -1;  ///< that a submit takes, of late; -1: not known
    /// People of the largest chunk seen: what a run is given in each round. With more, a run in
    /// small chunks would have the service to itself for many of them.
    std::int64_t quantum = 1;
    std::deque<Turn> turns;
  };
  static std::int64_t ahead(const Lane& lane) noexcept;
  template <typename Ready>
  static std::optional<RunId> small_first(Lane& lane, Ready ready);

  std::map<ServiceId, Lane> lanes_;
  std::int64_t people_limit_;
  std::int64_t people_ = 0;
};

template <typename Ready>
std::optional<RunId> Scheduler::small_first(Lane& lane, Ready ready) {
  const auto& turns = lane.turns;
  std::size_t at = 0;
  while (at < turns.size() && turns[at].run != lane.last_small) ++at;
  for (std::size_t seen = 0; seen < turns.size(); ++seen) {
    const RunId run = turns[(at + 1 + seen) % turns.size()].run;
    if (ready(run) == 1) return lane.last_small = run;
  }
  return std::nullopt;
}

template <typename Ready>
std::optional<RunId> Scheduler::next_run(ServiceId service, Ready ready) {
  Lane& lane = lanes_.at(service);
  auto& turns = lane.turns;
  if (!lane.small_went_first) {
    if (const auto run = small_first(lane, ready)) {
      lane.small_went_first = true;
      return run;
    }
  }
  lane.small_went_first = false;
  // Two rounds are enough: after one, every ready run has been given at least one quantum.
  for (std::size_t seen = 0; seen < 2 * turns.size(); ++seen) {
    Turn& turn = turns.front();
    const std::int64_t people = ready(turn.run);
    const bool takes_part = people > 1;  // chunks of one have their own half
    lane.quantum = std::max(lane.quantum, people);
    if (takes_part && turn.deficit >= people) {
      turn.deficit -= people;
      return turn.run;
    }
    turn.deficit = takes_part ? turn.deficit + lane.quantum : 0;
    const Turn waits = turn;
    turns.pop_front();
    turns.push_back(waits);
  }
  return small_first(lane, ready);
}

}  // namespace stepgate::flow
