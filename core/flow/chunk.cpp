#include "flow/chunk.hpp"

#include <array>

namespace stepgate::flow {
namespace {

constexpr std::array<std::string_view, 10> kStates{"queued",    "backoff", "sending", "accepted",
                                                   "ambiguous", "done",    "failed",  "timed_out",
                                                   "aborted",   "split"};
constexpr std::array<std::string_view, 18> kRows{"",    "T1",  "T2",  "T3",  "T4",  "T5",
                                                 "T6",  "T7",  "T8",  "T9",  "T10", "T11",
                                                 "T12", "T13", "T14", "T15", "T16", "T17"};
constexpr std::array<std::string_view, 5> kVerdicts{"applied", "duplicate", "conflict", "late",
                                                    "aborted_applied"};

}  // namespace

std::string_view to_string(State s) noexcept { return kStates[static_cast<std::size_t>(s)]; }

std::optional<State> parse_state(std::string_view s) noexcept {
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (kStates[i] == s) return static_cast<State>(i);
  }
  return std::nullopt;
}

std::string_view to_string(Row row) noexcept { return kRows[static_cast<std::size_t>(row)]; }

std::string_view to_string(Verdict v) noexcept { return kVerdicts[static_cast<std::size_t>(v)]; }

}  // namespace stepgate::flow
