// Random lives of a chunk: whatever comes in whatever order, the laws hold to the end.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "decide_fixture.hpp"

namespace stepgate::flow::test {
namespace {

struct SeededDice : Dice {
  explicit SeededDice(std::uint64_t seed) : engine(seed) {}
  std::uint64_t roll(std::uint64_t bound) override { return engine() % bound; }
  std::mt19937_64 engine;
};

Event draw(SeededDice& dice, const ChunkRow& row) {
  const auto attempt = static_cast<std::uint16_t>(row.attempt - (dice.roll(8) == 0 ? 1 : 0));
  constexpr int kCodes[] = {201, 200, 302, 400, 401, 408, 413, 429, 500, 503, 0};
  switch (dice.roll(8)) {
    case 0:
    case 1:
      return Claimed{kEpoch, token(static_cast<std::uint16_t>(row.attempt + 1))};
    case 2:
    case 3:
      return SubmitAnswered{attempt, kCodes[dice.roll(std::size(kCodes))],
                            dice.roll(3) == 0 ? static_cast<Ms>(dice.roll(60'000)) : -1,
                            static_cast<Ms>(dice.roll(10'000)), dice.roll(2) == 0};
    case 4:
      return SubmitBroke{attempt, dice.roll(2) == 0};
    case 5:
      return ResultsIn{token(static_cast<std::uint16_t>(dice.roll(row.attempt + 2u))),
                       results("", static_cast<std::uint8_t>(dice.roll(2)))};
    case 6:
      return dice.roll(2) == 0 ? Event(Due{}) : Event(OwnerLost{});
    default:
      return Aborted{};
  }
}

struct Life {
  std::set<Row> rows;
  int closes = 0, sends = 0;
};

void live(std::uint64_t seed, Life& life) {
  SCOPED_TRACE(seed);
  SeededDice dice(seed);
  Policy policy;
  policy.limits.idempotent = dice.roll(4) == 0;
  ChunkRow row = row_in(State::queued);
  RunState run = RunState::running;
  Ms now = kNow;
  int closes = 0;
  for (int i = 0; i < 60; ++i) {
    now += static_cast<Ms>(dice.roll(8) == 0 ? dice.roll(4'000'000) : dice.roll(5'000));
    if (dice.roll(40) == 0) run = RunState::aborting;
    const Event event = draw(dice, row);
    const Decision d = decide(row, event, policy, run, now, dice);
    life.rows.insert(d.row);
    ASSERT_TRUE(d.next == row || d.next.ver == row.ver + 1);
    ASSERT_TRUE(is_open(row.state) || d.next == row);
    if (is_open(row.state) && !is_open(d.next.state)) ++closes;
    ASSERT_EQ(d.next.tokens.size(), d.next.attempt);
    ASSERT_LE(d.next.attempt, policy.limits.max_attempts + 4);
    ASSERT_EQ(d.next.owner, d.next.state == State::sending ? kEpoch : 0);
    ASSERT_EQ(d.next.due_at > 0, is_open(d.next.state)) << "an open chunk has a next time";
    for (const After& a : d.after) {
      const bool send = std::holds_alternative<Send>(a);
      life.sends += send ? 1 : 0;
      ASSERT_FALSE(send && run != RunState::running);
    }
    row = d.next;
  }
  ASSERT_LE(closes, 1);
  life.closes += closes;
}

TEST(DecideWalk, RandomLivesKeepTheLawsAndHitEveryRow) {
  Life life;
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) live(seed, life);
  // T1 is born(); T10 and T17 need a policy that these lives do not have.
  for (const Row row : {Row::T2, Row::T3, Row::T4, Row::T5, Row::T6, Row::T7, Row::T8, Row::T9,
                        Row::T11, Row::T12, Row::T13, Row::T14, Row::T15, Row::T16}) {
    EXPECT_TRUE(life.rows.contains(row)) << to_string(row);
  }
  EXPECT_GT(life.closes, 2000);
  EXPECT_GT(life.sends, 3000);
}

}  // namespace
}  // namespace stepgate::flow::test
