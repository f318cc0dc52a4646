#include <algorithm>
#include <utility>

#include "flow/decide_rows.hpp"

namespace stepgate::flow {
namespace {

/// Of the retry budget: since the first attempt, without what stood still.
Ms spent(const Situation& s) {
  return std::max<Ms>(0, s.now - s.row.first_try_at - s.row.paused_ms);
}

Decision exhausted(const Situation& s, const std::string& message) {
  Decision d = fail(s, Row::T5, State::failed, "RETRIES_EXHAUSTED", message);
  d.writes.emplace_back(CountStatistic{"RETRIES_EXHAUSTED", message});
  return d;
}

}  // namespace

Decision stay(const Situation& s, Row row) { return {s.row, {}, {}, row}; }

Decision fail(const Situation& s, Row row, State state, std::string code, std::string message) {
  Decision d = stay(s, row);
  settle(d.next, state, 0);
  d.writes.emplace_back(LogEntry{3, "invocation", code, message});
  d.writes.emplace_back(Close{nullptr, std::move(code), std::move(message)});
  return d;
}

Decision leave_flow(const Situation& s) {
  Decision d = stay(s, Row::T12);
  settle(d.next, State::aborted, 0);
  d.writes.emplace_back(LeaveFlow{});
  return d;
}

Decision try_again(const Situation& s, Ms retry_after, const std::string& why) {
  if (s.aborting()) return leave_flow(s);
  const Limits& limits = s.policy.limits;
  const std::string attempt = "Attempt " + std::to_string(s.row.attempt) + ": " + why + ". ";
  if (s.row.attempt - s.row.uncounted >= limits.max_attempts) {
    return exhausted(
        s, attempt + "All " + std::to_string(limits.max_attempts) + " attempts are spent.");
  }
  const bool told = retry_after > 0;  // 0 says nothing that a drawn wait would not respect
  const Ms wait = told ? std::min(retry_after, kMaxRetryAfter) : backoff(s.row.attempt, s.dice);
  if (spent(s) + wait > limits.retry_budget) {
    const std::string budget = "the retry budget of " + duration_text(limits.retry_budget);
    return exhausted(s, attempt + (told ? "The wait of " + duration_text(wait) +
                                              " that it asks for goes beyond " + budget + "."
                                        : "With the next wait, " + budget + " is spent."));
  }
  Decision d = stay(s, Row::T4);
  settle(d.next, State::backoff, s.now + wait);
  d.writes.emplace_back(LogEntry{2, "invocation", "RETRY",
                                 attempt + "Sent again after " + duration_text(wait) + "."});
  return d;
}

Decision ambiguous(const Situation& s, const std::string& why) {
  if (s.policy.limits.idempotent) return try_again(s, -1, why);
  Decision d = stay(s, Row::T8);
  settle(d.next, State::ambiguous, s.row.due_at);
  d.writes.emplace_back(LogEntry{2, "invocation", "AMBIGUOUS",
                                 "Attempt " + std::to_string(s.row.attempt) + ": " + why +
                                     ". Waiting for the callback until the deadline."});
  return d;
}

void start_attempt(ChunkRow& row, const Claimed& claimed, const Limits& limits, Ms now) {
  // Past its due time a chunk waits for us, not for the service: that is not of its budget.
  if (row.first_try_at != 0) row.paused_ms += std::max<Ms>(0, now - row.due_at);
  if (row.first_try_at == 0) row.first_try_at = now;
  row.state = State::sending;
  ++row.attempt;
  row.owner = claimed.owner;
  row.due_at = now + limits.deadline;
  row.tokens.push_back(claimed.token);
}

void settle(ChunkRow& row, State state, Ms due_at) {
  row.state = state;
  row.owner = 0;
  row.due_at = due_at;
}

std::string duration_text(Ms ms) {
  constexpr Ms kMinute = 60'000, kHour = 60 * kMinute;
  if (ms >= kHour && ms % kHour == 0) return std::to_string(ms / kHour) + " h";
  if (ms >= kMinute && ms % kMinute == 0) return std::to_string(ms / kMinute) + " min";
  if (ms >= 1000) return std::to_string(ms / 1000) + " s";
  return std::to_string(ms) + " ms";
}

}  // namespace stepgate::flow
