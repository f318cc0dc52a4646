// What comes back, and what does not: results, deadlines, aborts (T9 to T14).
#include <algorithm>
#include <string>

#include "flow/decide_rows.hpp"

namespace stepgate::flow {
namespace {

bool knows(const ChunkRow& row, const TokenHash& token) {
  return std::find(row.tokens.begin(), row.tokens.end(), token) != row.tokens.end();
}

/// T9: the first good results close the chunk, whatever attempt they belong to.
Decision apply(const Situation& s, const ResultsRef& results) {
  Decision d = stay(s, Row::T9);
  settle(d.next, State::done, 0);
  d.next.digest = results->digest;
  const bool chunk_error = !results->chunk_code.empty();
  d.writes.emplace_back(CountStatistic{chunk_error ? results->chunk_code : std::string(kSuccess),
                                       chunk_error ? results->chunk_message : "results applied"});
  if (chunk_error) {
    d.writes.emplace_back(LogEntry{3, "chunk-error", results->chunk_code, results->chunk_message});
  }
  d.writes.emplace_back(Close{results, results->chunk_code, results->chunk_message});
  d.after.emplace_back(Answer{s.aborting() ? Verdict::aborted_applied : Verdict::applied});
  return d;
}

/// T13: the same results again, or others.
Decision again(const Situation& s, const ResultsRef& results) {
  Decision d = stay(s, Row::T13);
  if (s.row.digest == results->digest) {
    d.after.emplace_back(Answer{Verdict::duplicate});
    return d;
  }
  d.writes.emplace_back(LogEntry{2, "callback", "CALLBACK_CONFLICT",
                                 "Other results came for a chunk that is done; the first ones "
                                 "stand."});
  d.after.emplace_back(Answer{Verdict::conflict});
  return d;
}

/// T14: people have gone on; kept, never applied by itself.
Decision late(const Situation& s, const ResultsRef& results) {
  Decision d = stay(s, Row::T14);
  d.writes.emplace_back(KeepLate{results});
  d.writes.emplace_back(LogEntry{2, "callback", "CALLBACK_LATE",
                                 "Results came for a chunk that had ended as " +
                                     std::string(to_string(s.row.state)) +
                                     "; they are kept as late results."});
  d.after.emplace_back(Answer{Verdict::late});
  return d;
}

}  // namespace

Decision decide_results(const Situation& s, const ResultsIn& e) {
  if (!e.results || !knows(s.row, e.token)) return stay(s, Row::T15);
  if (s.row.state == State::done) return again(s, e.results);
  if (!is_open(s.row.state)) return late(s, e.results);
  if (s.policy.writer_slow) return stay(s, Row::T10);
  return apply(s, e.results);
}

/// T14, the second half: by hand, and once. Of what is being sent again, or has left, nothing is
/// applied: nobody could say what came first.
Decision decide_late_applied(const Situation& s, const LateApplied& e) {
  const bool dead = s.row.state == State::failed || s.row.state == State::timed_out;
  if (!dead || !e.results) return stay(s, Row::T15);
  Decision d = stay(s, Row::T14);
  d.next.state = State::done;
  d.next.digest = e.results->digest;
  const auto& code = e.results->chunk_code;
  d.writes.emplace_back(Reopen{});
  d.writes.emplace_back(
      CountStatistic{code.empty() ? std::string(kSuccess) : code,
                     code.empty() ? "late results applied" : e.results->chunk_message});
  d.writes.emplace_back(LogEntry{1, "callback", "LATE_APPLIED",
                                 "Results that came after the chunk had ended as " +
                                     std::string(to_string(s.row.state)) +
                                     " were applied by hand."});
  d.writes.emplace_back(Close{e.results, code, e.results->chunk_message});
  d.after.emplace_back(Answer{Verdict::applied});
  return d;
}

Decision decide_due(const Situation& s) {
  const bool waits = s.row.state == State::sending || s.row.state == State::accepted ||
                     s.row.state == State::ambiguous;
  if (!waits || s.now < s.row.due_at) return stay(s, Row::T15);
  if (!s.policy.host_up_for_grace || s.policy.inbox_waiting) return stay(s, Row::T15);
  const std::string message = "No callback came within " + duration_text(s.policy.limits.deadline) +
                              " of attempt " + std::to_string(s.row.attempt) + ".";
  Decision d = fail(s, Row::T11, State::timed_out, "CALLBACK_TIMEOUT", message);
  d.writes.emplace_back(CountStatistic{"CALLBACK_TIMEOUT", message});
  return d;
}

Decision decide_aborted(const Situation& s) {
  if (!is_open(s.row.state) || !s.aborting()) return stay(s, Row::T15);
  const bool unsent = s.row.state == State::queued || s.row.state == State::backoff;
  return unsent ? leave_flow(s) : stay(s, Row::T12);
}

}  // namespace stepgate::flow
