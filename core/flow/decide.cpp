#include "flow/decide.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "flow/decide_rows.hpp"

namespace stepgate::flow {
namespace {

constexpr std::array<std::string_view, 5> kRunStates{"running", "paused", "aborting", "aborted",
                                                     "done"};

struct Decider {
  const Situation& s;

  Decision operator()(const Claimed& e) const { return decide_claimed(s, e); }
  Decision operator()(const SubmitAnswered& e) const { return decide_answered(s, e); }
  Decision operator()(const SubmitBroke& e) const { return decide_broke(s, e); }
  Decision operator()(const ResultsIn& e) const { return decide_results(s, e); }
  Decision operator()(const Due&) const { return decide_due(s); }
  Decision operator()(const OwnerLost&) const { return decide_owner_lost(s); }
  Decision operator()(const Aborted&) const { return decide_aborted(s); }
  Decision operator()(const LateApplied& e) const { return decide_late_applied(s, e); }
};

}  // namespace

std::string_view to_string(RunState s) noexcept { return kRunStates[static_cast<std::size_t>(s)]; }

std::optional<RunState> parse_run_state(std::string_view s) noexcept {
  for (std::size_t i = 0; i < kRunStates.size(); ++i) {
    if (kRunStates[i] == s) return static_cast<RunState>(i);
  }
  return std::nullopt;
}

Decision decide(const ChunkRow& row, const Event& event, const Policy& policy, RunState run, Ms now,
                Dice& dice) {
  const Situation situation{row, policy, run, now, dice};
  Decision decision = std::visit(Decider{situation}, event);
  if (decision.next != row) decision.next.ver = row.ver + 1;
  return decision;
}

Ms backoff(std::uint16_t attempt, Dice& dice) {
  const int doublings = std::clamp(static_cast<int>(attempt) - 1, 0, 6);
  const Ms limit = std::min<Ms>(Ms{1000} << doublings, 60'000);
  return static_cast<Ms>(dice.roll(static_cast<std::uint64_t>(limit)));
}

ChunkRow born(ChunkRow row, const std::optional<Claimed>& claimed, const Limits& limits, Ms now) {
  row.ver = 1;
  row.state = State::queued;
  row.attempt = 0;
  row.due_at = now;
  row.tokens.clear();
  if (claimed) start_attempt(row, *claimed, limits, now);
  return row;
}

void carry(Decision& into, Decision&& deferred) {
  into.writes.insert(into.writes.begin(), std::make_move_iterator(deferred.writes.begin()),
                     std::make_move_iterator(deferred.writes.end()));
}

}  // namespace stepgate::flow
