// What a submit leads to: claims and answers (T2 to T8, T15 to T17).
#include <string>

#include "flow/decide_rows.hpp"

namespace stepgate::flow {
namespace {

bool waits_for_permit(State s) { return s == State::queued || s == State::backoff; }

/// Nothing can have happened: safe to send again (docs/protocol.md section 2).
bool refused_for_now(const SubmitAnswered& e) {
  if (e.http == 408 || e.http == 429) return true;
  return e.http == 503 && (e.retry_after >= 0 || e.after_body <= kEarly503);
}

std::string answer_text(const SubmitAnswered& e) {
  return "the service answered HTTP " + std::to_string(e.http);
}

Decision accepted(const Situation& s) {
  Decision d = stay(s, Row::T3);
  settle(d.next, State::accepted, s.row.due_at);
  return d;
}

/// Nobody fails for a revoked key: the grant is renewed once, then the service waits for people.
Decision unauthorized(const Situation& s, const SubmitAnswered& e) {
  if (s.aborting()) return leave_flow(s);
  Decision d = stay(s, Row::T6);
  ++d.next.uncounted;
  if (e.renewable && !s.row.grant_renewed) {
    settle(d.next, State::backoff, s.now);
    d.next.grant_renewed = true;
    d.after.emplace_back(RenewGrant{s.row.service});
    return d;
  }
  settle(d.next, State::queued, s.now);
  d.next.grant_renewed = false;  // new credentials, new chances
  d.writes.emplace_back(LogEntry{3, "invocation", "CREDENTIALS_REFUSED",
                                 answer_text(e) + ": the service is paused until its credentials "
                                                  "are replaced."});
  d.after.emplace_back(PauseService{s.row.service, "CREDENTIALS_REFUSED"});
  return d;
}

Decision too_large(const Situation& s) {
  if (s.aborting()) return leave_flow(s);
  const std::int32_t half = (s.row.people + 1) / 2;
  Decision d = stay(s, Row::T7);
  settle(d.next, State::split, 0);
  d.writes.emplace_back(Split{});
  d.writes.emplace_back(LogEntry{2, "invocation", "CHUNK_SPLIT",
                                 "HTTP 413 for " + std::to_string(s.row.people) +
                                     " people: halved, chunks of at most " + std::to_string(half) +
                                     " from now on."});
  d.after.emplace_back(LearnChunkSize{s.row.service, half});
  return d;
}

/// The service has seen nothing and is not to blame: the chunk waits as if it had never been
/// offered.
Decision withdrawn(const Situation& s) {
  if (s.aborting()) return leave_flow(s);
  Decision d = stay(s, Row::T4);
  ++d.next.uncounted;
  settle(d.next, State::queued, s.now);
  return d;
}

Decision answered(const Situation& s, const SubmitAnswered& e) {
  if (e.http >= 200 && e.http < 300) return accepted(s);
  if (refused_for_now(e)) return try_again(s, e.retry_after, answer_text(e));
  if (e.http == 401) return unauthorized(s, e);
  if (e.http == 413 && s.row.people > 1) return too_large(s);
  if (e.http >= 300 && e.http < 500) {
    return fail(s, Row::T7, State::failed, "HTTP_" + std::to_string(e.http),
                "Attempt " + std::to_string(s.row.attempt) + ": " + answer_text(e) + ".");
  }
  return ambiguous(s, answer_text(e));  // 5xx, and what is no final status at all
}

}  // namespace

Decision decide_claimed(const Situation& s, const Claimed& e) {
  if (!waits_for_permit(s.row.state)) return stay(s, Row::T15);
  const bool offered =
      s.run == RunState::running && !s.policy.service_paused && s.now >= s.row.due_at;
  if (s.policy.replaced_by && s.row.state == State::queued && s.row.attempt == 0) {
    if (s.policy.replaced_by->service != s.row.service) {
      Decision d = stay(s, Row::T17);
      d.next.service = s.policy.replaced_by->service;
      d.next.plan = s.policy.replaced_by->plan;
      return d;
    }
  }
  if (!offered || s.row.attempt == UINT16_MAX) return stay(s, Row::T16);
  Decision d = stay(s, Row::T2);
  start_attempt(d.next, e, s.policy.limits, s.now);
  d.after.emplace_back(Send{d.next.attempt});
  return d;
}

Decision decide_answered(const Situation& s, const SubmitAnswered& e) {
  if (s.row.state != State::sending || e.attempt != s.row.attempt) return stay(s, Row::T15);
  Decision d = answered(s, e);
  d.writes.insert(d.writes.begin(), CountStatistic{std::to_string(e.http), answer_text(e)});
  return d;
}

Decision decide_broke(const Situation& s, const SubmitBroke& e) {
  if (e.attempt != s.row.attempt) return stay(s, Row::T15);
  const bool sending = s.row.state == State::sending;
  if (e.withdrawn && !e.body_left && (sending || s.row.state == State::ambiguous))
    return withdrawn(s);
  if (!e.body_left && (sending || s.row.state == State::ambiguous)) {
    return try_again(s, -1, "no connection to the service, nothing was sent");
  }
  if (!sending) return stay(s, Row::T15);
  return ambiguous(s, "the connection ended without an answer after the body had left");
}

Decision decide_owner_lost(const Situation& s) {
  if (s.row.state != State::sending) return stay(s, Row::T15);
  ChunkRow row = s.row;
  if (s.policy.limits.idempotent) {
    // The host was away, not the service: the lost attempt's time is not of the budget.
    const Ms sent_at = s.row.due_at - s.policy.limits.deadline;
    if (sent_at >= s.row.first_try_at && sent_at <= s.now) row.paused_ms += s.now - sent_at;
  }
  const Situation lost{row, s.policy, s.run, s.now, s.dice};
  return ambiguous(lost, "the host stopped while it was being sent");
}

}  // namespace stepgate::flow
