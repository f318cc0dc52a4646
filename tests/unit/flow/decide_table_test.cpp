// T1 to T17, one line of data each: what happens, what is written, what is released afterwards.
#include <gtest/gtest.h>

#include "decide_fixture.hpp"

namespace stepgate::flow::test {
namespace {

struct Line {
  State state;
  Event event;
  const char* expected;
  void (*change)(ChunkRow&, Policy&) = nullptr;
  RunState run = RunState::running;
  Ms at = kNow;
};

void one_person(ChunkRow& r, Policy&) { r.people = 1; }
void odd(ChunkRow& r, Policy&) { r.people = 3; }
void renewed(ChunkRow& r, Policy&) { r.grant_renewed = true; }
void last_try(ChunkRow&, Policy& p) { p.limits.max_attempts = 1; }
void idempotent(ChunkRow&, Policy& p) { p.limits.idempotent = true; }
void idempotent_last(ChunkRow&, Policy& p) {
  p.limits.idempotent = true;
  p.limits.max_attempts = 1;
}
void paused(ChunkRow&, Policy& p) { p.service_paused = true; }
void slow(ChunkRow&, Policy& p) { p.writer_slow = true; }
void replaced(ChunkRow&, Policy& p) { p.replaced_by = Replacement{50, 60}; }
void retired(ChunkRow&, Policy& p) { p.replaced_by = Replacement{5, 6}; }
Event late_applied(const char* code = "") { return LateApplied{results(code)}; }
Event taken_back() { return SubmitBroke{1, false, true}; }
constexpr auto kRun = RunState::running;
constexpr auto kAbort = RunState::aborting;
constexpr Ms kLater = kNow + 60 * 60 * 1000;

// clang-format off
const Line kLines[] = {
    {State::queued,    claimed(),            "T2 sending | | send 1"},
    {State::backoff,   claimed(),            "T2 sending | | send 2"},
    {State::sending,   answered(201),        "T3 accepted | count 201 |"},
    {State::sending,   answered(202),        "T3 accepted | count 202 |"},
    {State::sending,   answered(201),        "T3 accepted | count 201 |", nullptr, kAbort},
    {State::sending,   answered(429),        "T4 backoff | count 429, log RETRY |"},
    {State::sending,   answered(408),        "T4 backoff | count 408, log RETRY |"},
    {State::sending,   answered(503),        "T4 backoff | count 503, log RETRY |"},
    {State::sending,   broke(false),         "T4 backoff | log RETRY |"},
    {State::ambiguous, broke(false),         "T4 backoff | log RETRY |"},
    {State::sending,   taken_back(),         "T4 queued | |"},
    {State::sending,   taken_back(),         "T4 queued | |", last_try},
    {State::sending,   taken_back(),         "T12 aborted | leave |", nullptr, kAbort},
    {State::sending,   answered(429),        "T5 failed | count 429, log RETRIES_EXHAUSTED, close RETRIES_EXHAUSTED, count RETRIES_EXHAUSTED |", last_try},
    {State::sending,   broke(false),         "T5 failed | log RETRIES_EXHAUSTED, close RETRIES_EXHAUSTED, count RETRIES_EXHAUSTED |", last_try},
    {State::sending,   answered(401, -1, 10, true), "T6 backoff | count 401 | renew"},
    {State::sending,   answered(401, -1, 10, true), "T6 queued | count 401, log CREDENTIALS_REFUSED | pause CREDENTIALS_REFUSED", renewed},
    {State::sending,   answered(401),        "T6 queued | count 401, log CREDENTIALS_REFUSED | pause CREDENTIALS_REFUSED"},
    {State::sending,   answered(413),        "T7 split | count 413, split, log CHUNK_SPLIT | learn 500"},
    {State::sending,   answered(413),        "T7 split | count 413, split, log CHUNK_SPLIT | learn 2", odd},
    {State::sending,   answered(413),        "T7 failed | count 413, log HTTP_413, close HTTP_413 |", one_person},
    {State::sending,   answered(400),        "T7 failed | count 400, log HTTP_400, close HTTP_400 |"},
    {State::sending,   answered(403),        "T7 failed | count 403, log HTTP_403, close HTTP_403 |"},
    {State::sending,   answered(302),        "T7 failed | count 302, log HTTP_302, close HTTP_302 |"},
    {State::sending,   answered(500),        "T8 ambiguous | count 500, log AMBIGUOUS |"},
    {State::sending,   answered(503, -1, 9'000), "T8 ambiguous | count 503, log AMBIGUOUS |"},
    {State::sending,   broke(true),          "T8 ambiguous | log AMBIGUOUS |"},
    {State::sending,   OwnerLost{},          "T8 ambiguous | log AMBIGUOUS |"},
    {State::sending,   answered(500),        "T4 backoff | count 500, log RETRY |", idempotent},
    {State::sending,   broke(true),          "T4 backoff | log RETRY |", idempotent},
    {State::sending,   OwnerLost{},          "T4 backoff | log RETRY |", idempotent},
    {State::sending,   OwnerLost{},          "T5 failed | log RETRIES_EXHAUSTED, close RETRIES_EXHAUSTED, count RETRIES_EXHAUSTED |", idempotent_last},
    {State::sending,   results_in(),         "T9 done | count SUCCESS, close | answer applied"},
    {State::accepted,  results_in(),         "T9 done | count SUCCESS, close | answer applied"},
    {State::ambiguous, results_in(),         "T9 done | count SUCCESS, close | answer applied"},
    {State::backoff,   results_in(),         "T9 done | count SUCCESS, close | answer applied"},
    {State::accepted,  results_in("QUOTA"),  "T9 done | count QUOTA, log QUOTA, close QUOTA | answer applied"},
    {State::accepted,  results_in(),         "T9 done | count SUCCESS, close | answer aborted_applied", nullptr, kAbort},
    {State::accepted,  results_in(),         "T10 accepted | |", slow},
    {State::accepted,  Due{},                "T11 timed_out | log CALLBACK_TIMEOUT, close CALLBACK_TIMEOUT, count CALLBACK_TIMEOUT |", nullptr, kRun, kLater},
    {State::ambiguous, Due{},                "T11 timed_out | log CALLBACK_TIMEOUT, close CALLBACK_TIMEOUT, count CALLBACK_TIMEOUT |", nullptr, kAbort, kLater},
    {State::queued,    Aborted{},            "T12 aborted | leave |", nullptr, kAbort},
    {State::backoff,   Aborted{},            "T12 aborted | leave |", nullptr, kAbort},
    {State::sending,   Aborted{},            "T12 sending | |", nullptr, kAbort},
    {State::accepted,  Aborted{},            "T12 accepted | |", nullptr, kAbort},
    {State::sending,   answered(429),        "T12 aborted | count 429, leave |", nullptr, kAbort},
    {State::done,      results_in(),         "T13 done | | answer duplicate"},
    {State::done,      results_in("", 2),    "T13 done | log CALLBACK_CONFLICT | answer conflict"},
    {State::failed,    results_in(),         "T14 failed | keep late, log CALLBACK_LATE | answer late"},
    {State::timed_out, results_in(),         "T14 timed_out | keep late, log CALLBACK_LATE | answer late"},
    {State::aborted,   results_in(),         "T14 aborted | keep late, log CALLBACK_LATE | answer late"},
    {State::split,     results_in(),         "T14 split | keep late, log CALLBACK_LATE | answer late"},
    {State::failed,    late_applied(),       "T14 done | reopen, count SUCCESS, log LATE_APPLIED, close | answer applied"},
    {State::timed_out, late_applied("QUOTA"), "T14 done | reopen, count QUOTA, log LATE_APPLIED, close QUOTA | answer applied"},
    {State::aborted,   late_applied(),       "T15 aborted | |"},
    {State::split,     late_applied(),       "T15 split | |"},
    {State::done,      late_applied(),       "T15 done | |"},
    {State::accepted,  late_applied(),       "T15 accepted | |"},
    {State::done,      answered(500),        "T15 done | |"},
    {State::accepted,  claimed(),            "T15 accepted | |"},
    {State::queued,    claimed(),            "T16 queued | |", paused},
    {State::backoff,   claimed(),            "T16 backoff | |", nullptr, RunState::paused},
    {State::queued,    claimed(),            "T17 queued | |", replaced},
    {State::backoff,   claimed(),            "T2 sending | | send 2", replaced},
    {State::queued,    claimed(),            "T2 sending | | send 1", retired},
};
// clang-format on

TEST(DecideTable, EachLine) {
  for (const Line& line : kLines) {
    ChunkRow row = row_in(line.state);
    Policy policy;
    if (line.change) line.change(row, policy);
    FixedDice dice;
    const Decision d = decide(row, line.event, policy, line.run, line.at, dice);
    EXPECT_EQ(describe(d), line.expected) << "from " << to_string(line.state);
  }
}

Decision run(const ChunkRow& row, const Event& event, const Policy& policy = {}) {
  FixedDice dice;
  return decide(row, event, policy, RunState::running, kNow, dice);
}

TEST(DecideTable, T1BornClaimedOrQueued) {
  ChunkRow blank;
  blank.chunk = 12;
  blank.people = 10;
  const Limits limits;
  const ChunkRow sent = born(blank, Claimed{kEpoch, token(1)}, limits, kNow);
  EXPECT_EQ(sent.state, State::sending);
  EXPECT_EQ(sent.ver, 1u);
  EXPECT_EQ(sent.attempt, 1);
  EXPECT_EQ(sent.owner, kEpoch);
  EXPECT_EQ(sent.due_at, kNow + limits.deadline);
  EXPECT_EQ(sent.first_try_at, kNow);
  EXPECT_EQ(sent.tokens, std::vector<TokenHash>{token(1)});
  const ChunkRow waits = born(blank, std::nullopt, limits, kNow);
  EXPECT_EQ(waits.state, State::queued);
  EXPECT_EQ(waits.ver, 1u);
  EXPECT_EQ(waits.attempt, 0);
  EXPECT_EQ(waits.due_at, kNow);
  EXPECT_TRUE(waits.tokens.empty());
}

TEST(DecideTable, T2MarksTheNewestAttempt) {
  const ChunkRow row = row_in(State::backoff);
  const ChunkRow next = run(row, claimed()).next;
  EXPECT_EQ(next.attempt, 2);
  EXPECT_EQ(next.owner, kEpoch);
  EXPECT_EQ(next.due_at, kNow + Limits{}.deadline) << "the deadline counts from the newest attempt";
  EXPECT_EQ(next.first_try_at, row.first_try_at);
  EXPECT_EQ(next.tokens, (std::vector<TokenHash>{token(1), token(2)}));
}

TEST(DecideTable, T6TriesAtOnceWithTheNewGrantAndGivesTheNextCredentialsAFreshChance) {
  const ChunkRow first = run(row_in(State::sending), answered(401, -1, 1, true)).next;
  EXPECT_EQ(first.due_at, kNow);
  EXPECT_TRUE(first.grant_renewed);
  ChunkRow sending = row_in(State::sending);
  sending.grant_renewed = true;
  const ChunkRow second = run(sending, answered(401, -1, 1, true)).next;
  EXPECT_EQ(second.due_at, kNow);
  EXPECT_FALSE(second.grant_renewed);
  EXPECT_EQ(second.owner, 0);
}

TEST(DecideTable, T4DoesNotCountWhatTheHostTookBack) {
  const ChunkRow back = run(row_in(State::sending), taken_back()).next;
  EXPECT_EQ(back.due_at, kNow) << "offered as soon as the pause ends";
  EXPECT_EQ(back.uncounted, 1);
  EXPECT_EQ(back.owner, 0);
}

TEST(DecideTable, T8KeepsTheDeadline) {
  const ChunkRow row = row_in(State::sending);
  EXPECT_EQ(run(row, broke(true)).next.due_at, row.due_at);
  EXPECT_EQ(run(row, answered(201)).next.due_at, row.due_at);
}

TEST(DecideTable, T9TakesTheTokenOfAnyAttemptAndKeepsTheDigest) {
  ChunkRow row = row_in(State::backoff);
  row.attempt = 2;
  row.tokens = {token(1), token(2)};
  for (const std::uint16_t attempt : {std::uint16_t{1}, std::uint16_t{2}}) {
    const Decision d = run(row, ResultsIn{token(attempt), results("", 8)});
    EXPECT_EQ(d.row, Row::T9);
    EXPECT_EQ(d.next.digest, results("", 8)->digest);
    EXPECT_EQ(d.next.due_at, 0);
  }
}

TEST(DecideTable, T11SaysHowLongItWaited) {
  FixedDice dice;
  const Decision d = decide(row_in(State::accepted), Due{}, {}, RunState::running, kLater, dice);
  const auto* close = std::get_if<Close>(&d.writes[1]);
  ASSERT_NE(close, nullptr);
  EXPECT_EQ(close->message, "No callback came within 1 h of attempt 1.");
  EXPECT_EQ(close->results, nullptr);
}

TEST(DecideTable, T17MovesAChunkThatWasNeverSent) {
  Policy policy;
  policy.replaced_by = Replacement{50, 60};
  const Decision d = run(row_in(State::queued), claimed(), policy);
  EXPECT_EQ(d.next.service, 50);
  EXPECT_EQ(d.next.plan, 60);
  EXPECT_EQ(d.next.ver, 5u);
}

TEST(DecideTable, ADeferredAnswerIsCountedBeforeTheResultsThatOvertookIt) {
  const ChunkRow row = row_in(State::sending);
  Decision deferred = run(row, answered(201));
  Decision results = run(row, results_in());
  carry(results, std::move(deferred));
  EXPECT_EQ(describe(results), "T9 done | count 201, count SUCCESS, close | answer applied");
}

}  // namespace
}  // namespace stepgate::flow::test
