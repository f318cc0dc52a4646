#include "runtime/store_time.hpp"

#include <gtest/gtest.h>

namespace stepgate::runtime {
namespace {

constexpr Ms kHour = 3'600'000;

TEST(StoreTime, BeginsWhereTheStoreEnded) {
  StoreTime time;
  time.begin(5'000, 1'000, 0);
  EXPECT_EQ(time.now(1'000, 0), 5'000);
  time.begin(5'000, 9'000, 0);
  EXPECT_EQ(time.now(9'000, 0), 9'000);
}

TEST(StoreTime, GoesWithTheClockWhenNobodySetsIt) {
  StoreTime time;
  time.begin(0, 1'000, 70);
  for (Ms passed = 0; passed < 10'000; passed += 7)
    EXPECT_EQ(time.now(1'000 + passed, 70 + passed), 1'000 + passed);
}

TEST(StoreTime, AClockSetForwardIsFollowedSlowly) {
  StoreTime time;
  time.begin(0, 0, 0);
  EXPECT_EQ(time.now(kHour, 1), 1) << "nothing fires at once";
  Ms last = 0;
  for (Ms passed = 1; passed <= kHour; passed += 50) last = time.now(kHour + passed, passed);
  EXPECT_NEAR(static_cast<double>(last), 1.1 * kHour, 1'000.0);
  for (Ms passed = kHour; passed <= 15 * kHour; passed += 1'000)
    last = time.now(kHour + passed, passed);
  EXPECT_EQ(last, 16 * kHour) << "and reached in the end";
}

TEST(StoreTime, AClockSetBackHoldsNothingUpAndTimeNeverGoesBack) {
  StoreTime time;
  time.begin(0, 10 * kHour, 0);
  Ms last = 0;
  for (Ms passed = 0; passed <= kHour; passed += 13) {
    const Ms now = time.now(passed, passed);
    EXPECT_GE(now, last);
    last = now;
  }
  EXPECT_NEAR(static_cast<double>(last), 10.9 * kHour, 20'000.0);
}

}  // namespace
}  // namespace stepgate::runtime
