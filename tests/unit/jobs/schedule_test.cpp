// When nightly jobs are due, in a time zone with summer time.
#include "jobs/schedule.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "base/error.hpp"

namespace stepgate::jobs {
namespace {

class ScheduleTest : public ::testing::Test {
 protected:
  ScheduleTest() {
    ::setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    ::tzset();
  }
  static Ms at(const char* text) { return *parse_datetime(text); }
};

TEST_F(ScheduleTest, LocalTimeOfTheDay) {
  const auto schedule = read_schedule("03:30", 0, 1);
  EXPECT_EQ(last_due(schedule, "a", at("2026-01-10T12:00:00Z")), at("2026-01-10T02:30:00Z"));
  EXPECT_EQ(last_due(schedule, "a", at("2026-01-10T02:29:59Z")), at("2026-01-09T02:30:00Z"));
  EXPECT_EQ(last_due(schedule, "a", at("2026-01-10T02:30:00Z")), at("2026-01-10T02:30:00Z"));
  EXPECT_EQ(next_due(schedule, "a", at("2026-01-10T02:30:00Z")), at("2026-01-11T02:30:00Z"));
  EXPECT_EQ(next_due(schedule, "a", at("2026-07-10T00:00:00Z")), at("2026-07-10T01:30:00Z"));
}

TEST_F(ScheduleTest, EveryDayHasOneAlsoWhenTheClocksChange) {
  const auto schedule = read_schedule("02:30", 0, 1);
  Ms before = next_due(schedule, "a", at("2026-03-27T00:00:00Z"));
  for (int day = 0; day < 5; ++day) {  // 02:30 of the 29th does not exist
    const Ms next = next_due(schedule, "a", before);
    EXPECT_GE(next - before, 22 * 3'600'000);
    EXPECT_LE(next - before, 26 * 3'600'000);
    EXPECT_EQ(last_due(schedule, "a", next), next);
    before = next;
  }
}

TEST_F(ScheduleTest, JitterIsBoundedAndTheSameAgain) {
  const auto schedule = read_schedule("23:50", 60, 7);
  bool differs = false;
  for (int day = 1; day < 28; ++day) {
    const Ms noon = at("2026-01-01T12:00:00Z") + day * Ms{86'400'000};
    const Ms due = next_due(schedule, "status", noon);
    const Ms base = next_due(read_schedule("23:50", 0, 7), "status", noon);
    EXPECT_GE(due, base);
    EXPECT_LT(due, base + 3'600'000);
    EXPECT_EQ(next_due(schedule, "status", noon), due);
    EXPECT_EQ(last_due(schedule, "status", due), due);
    differs |= due != next_due(schedule, "picklists", noon);
  }
  EXPECT_TRUE(differs);
  EXPECT_NE(next_due(schedule, "status", at("2026-01-05T12:00:00Z")),
            next_due(read_schedule("23:50", 60, 8), "status", at("2026-01-05T12:00:00Z")));
}

TEST_F(ScheduleTest, WhatIsNoTimeIsRefused) {
  for (const auto* text :
       {"", "3", "3:00", "24:00", "03:60", "03:00:60", "03:00:00:00", "aa:bb", "-1:00"})
    EXPECT_THROW(read_schedule(text, 0, 1), Error) << text;
  EXPECT_EQ(read_schedule("03:04:05", 0, 1).second_of_day, 3 * 3600 + 4 * 60 + 5);
}

}  // namespace
}  // namespace stepgate::jobs
