// The heart: what an event does to a chunk. Pure and total; every state meets every event
// (docs/protocol.md section 2, docs/engine.md for T1 to T17).
#pragma once
#include "flow/chunk.hpp"
#include "flow/plan.hpp"

namespace stepgate::flow {

enum class RunState : std::uint8_t { running, paused, aborting, aborted, done };
std::string_view to_string(RunState s) noexcept;
std::optional<RunState> parse_run_state(std::string_view s) noexcept;

/// Where queued chunks of a replaced service go (T17).
struct Replacement {
  ServiceId service = 0;
  std::int32_t plan = 0;
};

/// What the engine knows of the surroundings when it decides.
struct Policy {
  Limits limits;
  /// Paused by an admin or for its credentials, breaker open, adapter not loaded: nothing is sent.
  bool service_paused = false;
  bool host_up_for_grace =
      true;  ///< up for 5 minutes, or the chunk was sent in this life: deadlines count
  bool inbox_waiting = false;  ///< a callback of this chunk lies in the inbox: no deadline
  bool writer_slow = false;    ///< results go to the inbox first (T10)
  std::optional<Replacement> replaced_by;  ///< of a service that runs on elsewhere (T17)
};

/// Randomness as an argument. Not thread safe.
class Dice {
 public:
  virtual ~Dice() = default;
  /// Uniform in [0, bound); bound > 0.
  virtual std::uint64_t roll(std::uint64_t bound) = 0;
};

/// Never throws (but for memory), never reads a clock; the same arguments give the same decision.
///
/// Notes for the shell:
///  - A row without `after` Answer for ResultsIn means that the token is none of this chunk: 401.
///  - T3 may be deferred by kAcceptedAfter, since nothing but the wait depends on it. Keep the
///    decision; if results come first, decide them on the row as it was and put the kept writes
///    before those of that decision (`carry`), so that the answer is counted all the same.
///  - T10 has no writes: the raw request goes to the inbox, then it is answered with 200.
///  - T12 for a chunk in flight changes nothing; its results are applied when they come.
///  - A failure that would be tried again while the run is being aborted leaves the flow at once.
///  - The retry budget counts attempts and the time from the first attempt, without the time that
///    a chunk waited past its due time for a permit, a pause or a breaker (paused_ms), and without
///    an attempt that was lost with its node. A wait that would end after the budget, be it told by
///    Retry-After or drawn, ends the chunk at once: waiting could change nothing.
Decision decide(const ChunkRow& row, const Event& event, const Policy& policy, RunState run, Ms now,
                Dice& dice);

/// T1 with T2: the first row of a chunk that is born claimed; `row` gives who and where. ver 1,
/// sending, attempt 1. Without a claim (no permit): ver 1, queued, due at once.
ChunkRow born(ChunkRow row, const std::optional<Claimed>& claimed, const Limits& limits, Ms now);

/// Puts the writes of a decision that was never committed before those of the one that overtook it.
void carry(Decision& into, Decision&& deferred);

/// Exponential back-off with full jitter: 1 s doubling to 60 s, drawn from [0, limit). Attempt
/// counts from 1.
Ms backoff(std::uint16_t attempt, Dice& dice);

inline constexpr Ms kMaxRetryAfter = 24 * 60 * 60 * 1000;  ///< longer ones are read as this
inline constexpr Ms kEarly503 =
    5'000;  ///< a 503 within this time of the body: nothing has happened
inline constexpr Ms kAcceptedAfter =
    2'000;  ///< `accepted` is written only when the wait exceeds this (T3)

}  // namespace stepgate::flow
