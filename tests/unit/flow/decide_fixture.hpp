// What the tests of decide share: rows, events, dice that fall as told, and a decision as one line
// of text.
#pragma once
#include <string>

#include "flow/decide.hpp"

namespace stepgate::flow::test {

inline constexpr Ms kNow = 1'800'000'000'000;
inline constexpr NodeEpoch kEpoch = 7;

struct FixedDice : Dice {  ///< always this, inside the bound
  explicit FixedDice(std::uint64_t v = 500) : value(v) {}
  std::uint64_t roll(std::uint64_t bound) override {
    last_bound = bound;
    return value < bound ? value : bound - 1;
  }
  std::uint64_t value, last_bound = 0;
};

TokenHash token(std::uint16_t attempt);
/// A row as it would stand in the store: sent at kNow - 10 s when it has been sent (attempt 1).
ChunkRow row_in(State state);
ResultsRef results(std::string chunk_code = {}, std::uint8_t digest = 1);

Event claimed();
Event answered(int http, Ms retry_after = -1, Ms after_body = 10, bool renewable = false);
Event broke(bool body_left);
Event results_in(std::string chunk_code = {}, std::uint8_t digest = 1);

/// "T4 backoff | count 429, log RETRY | send 2": row, next state, writes, after.
std::string describe(const Decision& d);

}  // namespace stepgate::flow::test
