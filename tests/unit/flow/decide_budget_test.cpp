// The retry budget and the waits: attempts, minutes, Retry-After, and the time that stands still.
#include <gtest/gtest.h>

#include "decide_fixture.hpp"

namespace stepgate::flow::test {
namespace {

constexpr Ms kMinute = 60'000;

Decision run(const ChunkRow& row, const Event& event, Ms now = kNow, std::uint64_t dice = 500,
             const Policy& policy = {}) {
  FixedDice fixed(dice);
  return decide(row, event, policy, RunState::running, now, fixed);
}

std::string close_message(const Decision& d) {
  for (const Durable& w : d.writes) {
    if (const auto* close = std::get_if<Close>(&w)) return close->message;
  }
  return {};
}

TEST(Backoff, DoublesFromOneSecondToAMinuteWithFullJitter) {
  FixedDice dice(0);
  const std::uint64_t limits[] = {1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000};
  for (std::uint16_t attempt = 1; attempt <= 8; ++attempt) {
    EXPECT_EQ(backoff(attempt, dice), 0);
    EXPECT_EQ(dice.last_bound, limits[attempt - 1]);
  }
  backoff(60'000, dice);
  EXPECT_EQ(dice.last_bound, 60'000u);
  backoff(0, dice);
  EXPECT_EQ(dice.last_bound, 1'000u);
}

TEST(Retry, WaitsADrawnTimeUnlessToldOtherwise) {
  const ChunkRow row = row_in(State::sending);
  EXPECT_EQ(run(row, answered(429)).next.due_at, kNow + 500);
  EXPECT_EQ(run(row, answered(429, 0)).next.due_at, kNow + 500) << "0 is no reason to hammer";
  EXPECT_EQ(run(row, answered(429, 7'000)).next.due_at, kNow + 7'000);
  EXPECT_EQ(run(row, answered(503, 7'000, 50'000)).next.due_at, kNow + 7'000);
}

TEST(Retry, FailsAtOnceWhenTheWaitWouldEndBeyondTheBudget) {
  const ChunkRow row = row_in(State::sending);  // 10 s of 15 min are spent
  const Ms left = 15 * kMinute - 10'000;
  EXPECT_EQ(run(row, answered(429, left)).row, Row::T4);
  const Decision d = run(row, answered(429, left + 1));
  EXPECT_EQ(d.row, Row::T5);
  EXPECT_EQ(close_message(d),
            "Attempt 1: the service answered HTTP 429. The wait of 890 s that it asks for goes "
            "beyond the retry budget of 15 min.");
}

TEST(Retry, ReadsAnEndlessRetryAfterAsADay) {
  Policy patient;
  patient.limits.retry_budget = 48 * 60 * kMinute;
  const auto d = run(row_in(State::sending), answered(429, INT64_MAX), kNow, 0, patient);
  EXPECT_EQ(d.row, Row::T4);
  EXPECT_EQ(d.next.due_at, kNow + kMaxRetryAfter);
}

TEST(Retry, EndsWithTheAttempts) {
  ChunkRow row = row_in(State::sending);
  row.attempt = 5;
  EXPECT_EQ(run(row, SubmitAnswered{5, 429}).row, Row::T4);
  row.attempt = 6;
  const Decision d = run(row, SubmitAnswered{6, 429});
  EXPECT_EQ(d.row, Row::T5);
  EXPECT_EQ(close_message(d),
            "Attempt 6: the service answered HTTP 429. All 6 attempts are spent.");
}

TEST(Retry, DoesNotCountAttemptsThatEndedWithRefusedCredentials) {
  ChunkRow row = row_in(State::sending);
  row.attempt = 7;
  row.uncounted = 2;
  EXPECT_EQ(run(row, SubmitAnswered{7, 429}).row, Row::T4);
  row.attempt = 8;
  EXPECT_EQ(run(row, SubmitAnswered{8, 429}).row, Row::T5);
  const ChunkRow renewed = run(row, SubmitAnswered{8, 401, -1, 8, true}).next;
  EXPECT_EQ(renewed.uncounted, 3);
  row.grant_renewed = true;
  EXPECT_EQ(run(row, SubmitAnswered{8, 401, -1, 8, true}).next.uncounted, 3)
      << "also when it pauses";
}

TEST(Retry, EndsWithTheTime) {
  const ChunkRow row = row_in(State::sending);
  const Ms end = row.first_try_at + 15 * kMinute;
  EXPECT_EQ(run(row, broke(false), end - 500).row, Row::T4);
  const Decision d = run(row, broke(false), end - 499);
  EXPECT_EQ(d.row, Row::T5);
  EXPECT_EQ(close_message(d),
            "Attempt 1: no connection to the service, nothing was sent. With the next wait, the "
            "retry budget of 15 min is spent.");
}

TEST(Retry, TheBudgetStandsStillWhileAChunkIsNotOffered) {
  const ChunkRow waiting = row_in(State::backoff);  // due at kNow
  const Ms hours = 5 * 60 * kMinute;                // of a pause, a breaker, no permit
  const ChunkRow sent = run(waiting, claimed(), kNow + hours).next;
  EXPECT_EQ(sent.paused_ms, hours);
  const Decision d = run(sent, SubmitAnswered{2, 429}, kNow + hours + 1000);
  EXPECT_EQ(d.row, Row::T4) << "11 s are spent, not 5 hours";
  EXPECT_EQ(run(d.next, Claimed{kEpoch, token(3)}, d.next.due_at + 40).next.paused_ms, hours + 40);
}

TEST(Retry, AChunkThatWasNeverSentHasNoBudgetYet) {
  const ChunkRow sent = run(row_in(State::queued), claimed(), kNow + 60 * kMinute).next;
  EXPECT_EQ(sent.paused_ms, 0);
  EXPECT_EQ(sent.first_try_at, kNow + 60 * kMinute);
}

TEST(Retry, AnAttemptLostWithItsNodeCostsNoTime) {
  Policy policy;
  policy.limits.idempotent = true;
  const ChunkRow row = row_in(State::sending);  // sent 10 s before kNow
  const Ms back = kNow + 8 * 60 * kMinute;
  const Decision d = run(row, OwnerLost{}, back, 500, policy);
  EXPECT_EQ(d.row, Row::T4);
  EXPECT_EQ(d.next.paused_ms, back - row.first_try_at);
}

TEST(Retry, AClockThatWentBackMakesNoNegativeTime) {
  const ChunkRow row = row_in(State::sending);
  const Decision d = run(row, answered(429), row.first_try_at - 60 * kMinute);
  EXPECT_EQ(d.row, Row::T4);
}

}  // namespace
}  // namespace stepgate::flow::test
