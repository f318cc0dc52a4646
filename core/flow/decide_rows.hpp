// Private to decide: one function per kind of event, and what they share.
#pragma once
#include <string>

#include "flow/decide.hpp"

namespace stepgate::flow {

struct Situation {
  const ChunkRow& row;
  const Policy& policy;
  RunState run;
  Ms now;
  Dice& dice;

  bool aborting() const noexcept { return run == RunState::aborting || run == RunState::aborted; }
};

// The ver of `next` is not set by these: decide() does it once, when anything changed.
Decision decide_claimed(const Situation& s, const Claimed& e);
Decision decide_answered(const Situation& s, const SubmitAnswered& e);
Decision decide_broke(const Situation& s, const SubmitBroke& e);
Decision decide_results(const Situation& s, const ResultsIn& e);
Decision decide_due(const Situation& s);
Decision decide_owner_lost(const Situation& s);
Decision decide_aborted(const Situation& s);
Decision decide_late_applied(const Situation& s, const LateApplied& e);

/// The row stays as it is.
Decision stay(const Situation& s, Row row);
/// Closed with this state; everyone ends as `code`.
Decision fail(const Situation& s, Row row, State state, std::string code, std::string message);
/// T4 or T5: sent again after `retry_after` (-1: a drawn wait), or failed when the budget is spent;
/// `why` completes "Attempt 3: ...". While the run is being aborted, people leave instead (T12).
Decision try_again(const Situation& s, Ms retry_after, const std::string& why);
/// T12: out of the flow before anything was sent.
Decision leave_flow(const Situation& s);
/// T8: waits for its callback until the deadline; an idempotent service is asked again.
Decision ambiguous(const Situation& s, const std::string& why);

void start_attempt(ChunkRow& row, const Claimed& claimed, const Limits& limits, Ms now);
/// Nobody sends any more.
void settle(ChunkRow& row, State state, Ms due_at);
/// "90 s", "15 min", "2 h": for messages.
std::string duration_text(Ms ms);

}  // namespace stepgate::flow
