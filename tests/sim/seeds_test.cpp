// Some simulated runs of the engine as it is. The long form is ./dev sim.
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>

#include "base/log.hpp"
#include "sim/simulation.hpp"

namespace stepgate::sim {
namespace {

std::string words(const Verdict& verdict) {
  if (!verdict.violation) return {};
  return verdict.violation->invariant + " at seed " + std::to_string(verdict.seed) + ": " +
         verdict.violation->text + "\n  ./dev sim --seed " + std::to_string(verdict.seed) +
         " --trace";
}

class Seeds : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  void SetUp() override {
    set_log_sink([](Severity, std::string_view, std::string_view) {});
  }
};

constexpr std::uint64_t kShard = 400;

TEST_P(Seeds, HoldAllInvariants) {
  for (std::uint64_t seed = GetParam() * kShard; seed < (GetParam() + 1) * kShard; ++seed) {
    const auto verdict = run_seed(seed);
    ASSERT_FALSE(verdict.violation) << words(verdict);
  }
}

INSTANTIATE_TEST_SUITE_P(Shards, Seeds, ::testing::Range<std::uint64_t>(0, 6));

TEST_F(Seeds, MeetEveryRowThatCanBeMet) {
  std::array<std::uint64_t, 18> rows{};
  std::uint64_t breakers = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto verdict = run_seed(seed);
    breakers += verdict.breakers;
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] += verdict.rows[i];
  }
  EXPECT_GT(breakers, 20u);
  for (std::size_t i = 1; i < rows.size(); ++i)
    EXPECT_EQ(rows[i] > 0, can_be_hit(static_cast<flow::Row>(i))) << "T" << i;
}

TEST_F(Seeds, GiveTheSameTraceAgain) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const auto once = run_seed(seed), again = run_seed(seed, true);
    EXPECT_EQ(once.hash, again.hash) << "seed " << seed;
    EXPECT_EQ(once.steps, again.steps) << "seed " << seed;
  }
  EXPECT_NE(run_seed(1).hash, run_seed(2).hash);
}

/// Seeds on which the engine once failed, by what was wrong with it.
struct Once {
  const char* fault;
  std::uint64_t seed;
};
// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest looks for this name
void PrintTo(const Once& once, std::ostream* out) { *out << once.seed << ": " << once.fault; }

class OnceFailed : public ::testing::TestWithParam<Once> {};

TEST_P(OnceFailed, HoldsNow) {
  set_log_sink([](Severity, std::string_view, std::string_view) {});
  const auto verdict = run_seed(GetParam().seed);
  EXPECT_FALSE(verdict.violation) << GetParam().fault << "; " << words(verdict);
}

INSTANTIATE_TEST_SUITE_P(
    Seeds, OnceFailed,
    ::testing::Values(Once{"a clock set forward fired every deadline", 18},
                      Once{"a clock set back made time stand still", 10},
                      Once{"a late result of a split chunk counted its halves twice", 2},
                      Once{"a store that could not be read at the start ended the host", 25},
                      Once{"an abort that could not read one chunk forgot the others", 36},
                      Once{"a deadline counted from before a slow commit", 56},
                      Once{"a chunk was sent after an earlier attempt's results had closed it",
                           190},
                      Once{"and while the commit that closed it was on its way", 397},
                      Once{"an abort was dropped while the run's end was being tried", 3363},
                      Once{"a service that was being paused was opened again for a moment", 3167},
                      Once{"a gate was not looked at when the store could not be read", 4787}));

}  // namespace
}  // namespace stepgate::sim
