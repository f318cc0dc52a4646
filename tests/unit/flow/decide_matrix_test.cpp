// Totality: every state meets every event, and the row of the table that decides is the one
// written here. Columns: queued backoff sending accepted ambiguous done failed timed_out aborted
// split.
#include <gtest/gtest.h>

#include <array>
#include <sstream>

#include "decide_fixture.hpp"

namespace stepgate::flow::test {
namespace {

struct Line {
  const char* name;
  Event event;
  const char* rows;
  RunState run = RunState::running;
  Policy policy = {};
  Ms at = kNow;
};

Policy with(void (*change)(Policy&)) {
  Policy p;
  change(p);
  return p;
}
constexpr Ms kAfterDeadline = kNow + 24 * 60 * 60 * 1000;
void paused(Policy& p) { p.service_paused = true; }
void idempotent(Policy& p) { p.limits.idempotent = true; }
void single_try(Policy& p) { p.limits.max_attempts = 1; }
void just_up(Policy& p) { p.host_up_for_grace = false; }
void inbox(Policy& p) { p.inbox_waiting = true; }
void slow(Policy& p) { p.writer_slow = true; }
void replaced(Policy& p) { p.replaced_by = Replacement{50, 60}; }
constexpr RunState kRuns[] = {RunState::running, RunState::paused, RunState::aborting,
                              RunState::aborted, RunState::done};

// clang-format off
const Line kLines[] = {
    {"claimed",            claimed(),                   "T2  T2  T15 T15 T15 T15 T15 T15 T15 T15"},
    {"claimed, paused run",claimed(),                   "T16 T16 T15 T15 T15 T15 T15 T15 T15 T15", RunState::paused},
    {"claimed, aborting",  claimed(),                   "T16 T16 T15 T15 T15 T15 T15 T15 T15 T15", RunState::aborting},
    {"claimed, paused svc",claimed(),                   "T16 T16 T15 T15 T15 T15 T15 T15 T15 T15", RunState::running, with(paused)},
    {"claimed, replaced",  claimed(),                   "T17 T2  T15 T15 T15 T15 T15 T15 T15 T15", RunState::running, with(replaced)},
    {"claimed, not due",   claimed(),                   "T2  T16 T15 T15 T15 T15 T15 T15 T15 T15", RunState::running, {}, kNow - 1},
    {"201",                answered(201),               "T15 T15 T3  T15 T15 T15 T15 T15 T15 T15"},
    {"204",                answered(204),               "T15 T15 T3  T15 T15 T15 T15 T15 T15 T15"},
    {"301",                answered(301),               "T15 T15 T7  T15 T15 T15 T15 T15 T15 T15"},
    {"400",                answered(400),               "T15 T15 T7  T15 T15 T15 T15 T15 T15 T15"},
    {"401",                answered(401),               "T15 T15 T6  T15 T15 T15 T15 T15 T15 T15"},
    {"401, renewable",     answered(401, -1, 10, true), "T15 T15 T6  T15 T15 T15 T15 T15 T15 T15"},
    {"401, aborting",      answered(401),               "T15 T15 T12 T15 T15 T15 T15 T15 T15 T15", RunState::aborting},
    {"403",                answered(403),               "T15 T15 T7  T15 T15 T15 T15 T15 T15 T15"},
    {"408",                answered(408),               "T15 T15 T4  T15 T15 T15 T15 T15 T15 T15"},
    {"408, last try",      answered(408),               "T15 T15 T5  T15 T15 T15 T15 T15 T15 T15", RunState::running, with(single_try)},
    {"413",                answered(413),               "T15 T15 T7  T15 T15 T15 T15 T15 T15 T15"},
    {"413, aborted",       answered(413),               "T15 T15 T12 T15 T15 T15 T15 T15 T15 T15", RunState::aborted},
    {"429",                answered(429),               "T15 T15 T4  T15 T15 T15 T15 T15 T15 T15"},
    {"429, aborting",      answered(429),               "T15 T15 T12 T15 T15 T15 T15 T15 T15 T15", RunState::aborting},
    {"500",                answered(500),               "T15 T15 T8  T15 T15 T15 T15 T15 T15 T15"},
    {"500, idempotent",    answered(500),               "T15 T15 T4  T15 T15 T15 T15 T15 T15 T15", RunState::running, with(idempotent)},
    {"503, early",         answered(503, -1, 5'000),    "T15 T15 T4  T15 T15 T15 T15 T15 T15 T15"},
    {"503, late",          answered(503, -1, 5'001),    "T15 T15 T8  T15 T15 T15 T15 T15 T15 T15"},
    {"503, late, told",    answered(503, 0, 50'000),    "T15 T15 T4  T15 T15 T15 T15 T15 T15 T15"},
    {"no status at all",   answered(0),                 "T15 T15 T8  T15 T15 T15 T15 T15 T15 T15"},
    {"not sent",           broke(false),                "T15 T15 T4  T15 T4  T15 T15 T15 T15 T15"},
    {"not sent, aborting", broke(false),                "T15 T15 T12 T15 T12 T15 T15 T15 T15 T15", RunState::aborting},
    {"taken back",         SubmitBroke{1, false, true}, "T15 T15 T4  T15 T4  T15 T15 T15 T15 T15"},
    {"cut",                broke(true),                 "T15 T15 T8  T15 T15 T15 T15 T15 T15 T15"},
    {"results",            results_in(),                "T15 T9  T9  T9  T9  T13 T14 T14 T14 T14"},
    {"results, aborted",   results_in(),                "T15 T9  T9  T9  T9  T13 T14 T14 T14 T14", RunState::aborted},
    {"results, slow",      results_in(),                "T15 T10 T10 T10 T10 T13 T14 T14 T14 T14", RunState::running, with(slow)},
    {"chunk error",        results_in("X"),             "T15 T9  T9  T9  T9  T13 T14 T14 T14 T14"},
    {"other results",      results_in("", 2),           "T15 T9  T9  T9  T9  T13 T14 T14 T14 T14"},
    {"due",                Due{},                       "T15 T15 T11 T11 T11 T15 T15 T15 T15 T15", RunState::running, {}, kAfterDeadline},
    {"due, run paused",    Due{},                       "T15 T15 T11 T11 T11 T15 T15 T15 T15 T15", RunState::paused, {}, kAfterDeadline},
    {"due, too early",     Due{},                       "T15 T15 T15 T15 T15 T15 T15 T15 T15 T15"},
    {"due, host just up",  Due{},                       "T15 T15 T15 T15 T15 T15 T15 T15 T15 T15", RunState::running, with(just_up), kAfterDeadline},
    {"due, inbox",         Due{},                       "T15 T15 T15 T15 T15 T15 T15 T15 T15 T15", RunState::running, with(inbox), kAfterDeadline},
    {"owner lost",         OwnerLost{},                 "T15 T15 T8  T15 T15 T15 T15 T15 T15 T15"},
    {"owner lost, idem.",  OwnerLost{},                 "T15 T15 T4  T15 T15 T15 T15 T15 T15 T15", RunState::running, with(idempotent)},
    {"aborted",            Aborted{},                   "T12 T12 T12 T12 T12 T15 T15 T15 T15 T15", RunState::aborting},
    {"aborted, run on",    Aborted{},                   "T15 T15 T15 T15 T15 T15 T15 T15 T15 T15"},
};
// clang-format on

constexpr std::size_t kStates = 10;

std::array<std::string, kStates> words(const char* rows) {
  std::array<std::string, kStates> all;
  std::istringstream in(rows);
  for (auto& word : all) in >> word;
  return all;
}

TEST(DecideMatrix, EveryStateMeetsEveryEvent) {
  for (const Line& line : kLines) {
    const auto expected = words(line.rows);
    for (std::size_t i = 0; i < kStates; ++i) {
      const auto row = row_in(static_cast<State>(i));
      FixedDice dice;
      const Decision d = decide(row, line.event, line.policy, line.run, line.at, dice);
      EXPECT_EQ(to_string(d.row), expected[i]) << line.name << " in " << to_string(row.state);
    }
  }
}

template <class T, class V>
std::size_t count(const std::vector<V>& all) {
  std::size_t n = 0;
  for (const V& one : all) n += std::holds_alternative<T>(one) ? 1 : 0;
  return n;
}

/// What holds of any decision, whoever asks.
void check_laws(const ChunkRow& row, const Event& event, const Decision& d) {
  const ChunkRow& next = d.next;
  EXPECT_EQ(next.ver, row.ver + (next == row ? 0 : 1));
  ChunkRow without_ver = next;
  without_ver.ver = row.ver;
  EXPECT_EQ(without_ver == row, next.ver == row.ver) << "ver grows exactly with a change";
  EXPECT_EQ(next.key(), row.key());
  EXPECT_TRUE(next.run == row.run && next.step == row.step && next.seq == row.seq &&
              next.people == row.people && next.choice == row.choice);
  EXPECT_TRUE(is_open(row.state) || next == row) << "closed rows never move";
  EXPECT_TRUE(next.state == State::sending || next.owner == 0);

  const std::size_t sends = count<Send>(d.after);
  EXPECT_EQ(sends, d.row == Row::T2 ? 1 : 0);
  if (sends == 1) {
    EXPECT_TRUE(std::holds_alternative<Claimed>(event));
    EXPECT_EQ(next.attempt, row.attempt + 1);
    EXPECT_EQ(next.tokens.size(), row.tokens.size() + 1);
  } else {
    EXPECT_EQ(next.attempt, row.attempt);
    EXPECT_EQ(next.tokens, row.tokens);
  }
  const bool closes = is_open(row.state) && !is_open(next.state);
  const bool with_outcomes = next.state != State::aborted && next.state != State::split;
  EXPECT_EQ(count<Close>(d.writes), closes && with_outcomes ? 1 : 0);
  EXPECT_EQ(count<LeaveFlow>(d.writes), closes && next.state == State::aborted ? 1 : 0);
  EXPECT_EQ(count<Split>(d.writes), closes && next.state == State::split ? 1 : 0);
  EXPECT_EQ(count<KeepLate>(d.writes), d.row == Row::T14 ? 1 : 0);
  EXPECT_LE(count<Answer>(d.after), std::holds_alternative<ResultsIn>(event) ? 1 : 0);
  for (const Durable& w : d.writes) {
    if (const auto* close = std::get_if<Close>(&w); close && !close->results) {
      EXPECT_FALSE(close->code.empty());
      EXPECT_FALSE(close->message.empty());
    }
  }
}

TEST(DecideMatrix, LawsHoldInEveryRunState) {
  for (const Line& line : kLines) {
    for (std::size_t i = 0; i < kStates; ++i) {
      for (const RunState run : kRuns) {
        const auto row = row_in(static_cast<State>(i));
        SCOPED_TRACE(std::string(line.name) + " in " + std::string(to_string(row.state)) +
                     ", run " + std::string(to_string(run)));
        FixedDice dice, same;
        const Decision d = decide(row, line.event, line.policy, run, line.at, dice);
        check_laws(row, line.event, d);
        const Decision again = decide(row, line.event, line.policy, run, line.at, same);
        EXPECT_EQ(describe(d), describe(again));
        EXPECT_EQ(d.next, again.next);
      }
    }
  }
}

TEST(DecideMatrix, AnswersToOldAttemptsAndStrangersChangeNothing) {
  for (std::size_t i = 0; i < kStates; ++i) {
    auto row = row_in(static_cast<State>(i));
    row.attempt = 2;
    row.tokens = {token(1), token(2)};
    for (const Event& event :
         {answered(201), answered(400), broke(false), broke(true),
          Event(ResultsIn{token(9), results()}), Event(ResultsIn{token(1), nullptr})}) {
      FixedDice dice;
      const Decision d = decide(row, event, {}, RunState::running, kNow, dice);
      EXPECT_EQ(d.row, Row::T15);
      EXPECT_EQ(d.next, row);
      EXPECT_TRUE(d.writes.empty() && d.after.empty());
    }
  }
}

}  // namespace
}  // namespace stepgate::flow::test
