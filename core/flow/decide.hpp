// The heart: what an event does to a chunk. Pure and total; every state meets every event
// (docs/protocol.md section 2, docs/engine.md for T1 to T17).
#pragma once
#include "flow/chunk.hpp"
#include "flow/plan.hpp"

namespace stepgate::flow {

enum class RunState : std::uint8_t { running, paused, aborting, aborted, done };
std::string_view to_string(RunState s) noexcept;
std::optional<RunState> parse_run_state(std::string_view s) noexcept;

/// What the engine knows of the surroundings when it decides.
struct Policy {
  Limits limits;
  bool service_paused = false;
  bool host_up_for_grace =
      true;  ///< up for 5 minutes, or the chunk was sent in this life: deadlines count
};

/// Randomness as an argument. Not thread safe.
class Dice {
 public:
  virtual ~Dice() = default;
  /// Uniform in [0, bound); bound > 0.
  virtual std::uint64_t roll(std::uint64_t bound) = 0;
};

Decision decide(const ChunkRow& row, const Event& event, const Policy& policy, RunState run, Ms now,
                Dice& dice);

/// Exponential back-off with full jitter: 1 s doubling to 60 s, drawn from [0, limit). Attempt
/// counts from 1.
Ms backoff(std::uint16_t attempt, Dice& dice);

inline constexpr Ms kEarly503 =
    5'000;  ///< a 503 within this time of the body: nothing has happened
inline constexpr Ms kAcceptedAfter =
    2'000;  ///< `accepted` is written only when the wait exceeds this (T3)

}  // namespace stepgate::flow
