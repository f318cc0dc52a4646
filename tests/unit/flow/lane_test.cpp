// Rates and breakers of one service.
#include <gtest/gtest.h>

#include <deque>

#include "decide_fixture.hpp"
#include "flow/breaker.hpp"
#include "flow/rate_window.hpp"
#include "flow/scheduler.hpp"

namespace stepgate::flow::test {
namespace {

constexpr ServiceId kService = 5;

TEST(RateWindow, NeverHoldsLessThanWhatBegan) {
  std::uint64_t state = 7;
  const auto roll = [&state](std::uint64_t bound) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (state >> 33) % bound;
  };
  for (const Ms window : {1, 10, 999, 60'000, 3'600'000}) {
    RateWindow rate;
    std::deque<std::pair<Ms, std::int64_t>> all;
    Ms now = 0;
    for (int i = 0; i < 2'000; ++i) {
      now += static_cast<Ms>(roll(static_cast<std::uint64_t>(window / 20 + 2)));
      const auto people = static_cast<std::int64_t>(roll(1000) + 1);
      rate.count(window, now, 1, people);
      all.emplace_back(now, people);
      RateWindow::Sum begun, longer;
      for (const auto& [at, n] : all) {
        if (at > now - window) begun.requests += 1, begun.people += n;
        if (at > now - window - window / 16 - 2) longer.requests += 1, longer.people += n;
      }
      const auto sum = rate.within(window, now);
      ASSERT_GE(sum.requests, begun.requests) << window << " ms at " << now;
      ASSERT_GE(sum.people, begun.people);
      ASSERT_LE(sum.requests, longer.requests) << "a slot too much is counted";
      ASSERT_LE(sum.people, longer.people);
    }
    EXPECT_EQ(rate.within(window, now + 2 * window + 2).requests, 0);
  }
}

TEST(RateWindow, KeepsWhatItCountedWhenTheWindowChanges) {
  RateWindow rate;
  rate.count(60'000, 1'000, 3, 30);
  rate.count(10'000, 2'000, 1, 10);
  EXPECT_EQ(rate.within(10'000, 2'000).requests, 4);
  EXPECT_EQ(rate.within(10'000, 13'000).requests, 0);
}

Scheduler limited(std::int64_t requests, std::int64_t people) {
  Scheduler s(1'000'000);
  LaneLimits limits;
  limits.window_requests = requests;
  limits.window_people = people;
  limits.window = 1'000;
  s.open_lane(kService, limits, 0);
  return s;
}

TEST(Rate, CountsWhatIsMarkedUntilItHasBegunOrNeverWill) {
  auto s = limited(2, 0);
  EXPECT_TRUE(s.rate_allows(kService, 10, 0));
  s.sending(kService, 10);
  s.sending(kService, 10);
  EXPECT_FALSE(s.rate_allows(kService, 10, 100'000)) << "marked long ago, and may begin now";
  s.rate_settled(kService, 10, -1);
  EXPECT_TRUE(s.rate_allows(kService, 10, 100'000));
  s.rate_settled(kService, 10, 100'000);
  s.sending(kService, 10);
  EXPECT_FALSE(s.rate_allows(kService, 10, 100'999));
  EXPECT_TRUE(s.rate_allows(kService, 10, 101'100));
}

TEST(Rate, CountsPeopleAndLetsTheTooManyGoAlone) {
  auto s = limited(0, 100);
  EXPECT_TRUE(s.rate_allows(kService, 500, 0)) << "it would never go";
  s.sending(kService, 60);
  EXPECT_TRUE(s.rate_allows(kService, 40, 0));
  EXPECT_FALSE(s.rate_allows(kService, 41, 0));
  EXPECT_FALSE(s.rate_allows(kService, 500, 0));
}

TEST(Breaker, OpensAfterARunOfFailuresAndAsksEverLessOften) {
  FixedDice dice(0);
  Breaker b;
  EXPECT_FALSE(b.failed("HTTP 500", 3, 0, dice));
  EXPECT_FALSE(b.failed("HTTP 500", 3, 0, dice));
  EXPECT_FALSE(b.answered());
  EXPECT_FALSE(b.failed("HTTP 500", 3, 0, dice)) << "not in a row";
  b.called_back();
  EXPECT_FALSE(b.failed("HTTP 500", 3, 0, dice));
  EXPECT_FALSE(b.failed("HTTP 500", 3, 0, dice));
  EXPECT_TRUE(b.failed("no connection", 3, 10'000, dice));
  EXPECT_FALSE(b.failed("no connection", 3, 10'000, dice)) << "it is open already";
  EXPECT_EQ(b.why(), "no connection");
  Ms at = 10'000, waited = 0;
  for (int i = 0; i < 12; ++i) {
    EXPECT_FALSE(b.wants_probe(b.probe_at() - 1));
    EXPECT_GE(b.probe_at() - at, waited);
    waited = b.probe_at() - at;
    at = b.probe_at();
    ASSERT_TRUE(b.wants_probe(at));
    b.probing();
    EXPECT_FALSE(b.wants_probe(at + 100'000)) << "one at a time";
    EXPECT_FALSE(b.probed(false, at, dice));
  }
  EXPECT_LE(waited, 60'000);
  b.ask_soon(at);
  EXPECT_TRUE(b.wants_probe(at));
  EXPECT_TRUE(b.probed(true, at, dice));
  EXPECT_FALSE(b.is_open());
  EXPECT_EQ(b.failures(), 0);
}

TEST(Breaker, ClosesWhenWhatWasUnderWayIsAnsweredAndNotWhenItCallsBack) {
  FixedDice dice(0);
  Breaker b;
  EXPECT_TRUE(b.failed("no answer", 1, 0, dice));
  b.called_back();
  EXPECT_TRUE(b.is_open()) << "its door may still be shut";
  EXPECT_TRUE(b.answered());
  EXPECT_FALSE(b.answered());
}

TEST(Breaker, NeverOpensWithoutALimit) {
  FixedDice dice(0);
  Breaker b;
  for (int i = 0; i < 1'000; ++i) EXPECT_FALSE(b.failed("HTTP 500", 0, i, dice));
}

}  // namespace
}  // namespace stepgate::flow::test
