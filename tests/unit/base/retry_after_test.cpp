#include <gtest/gtest.h>

#include <limits>

#include "base/clock.hpp"

namespace stepgate {
namespace {

constexpr Ms kDay = 86'400'000;
const Ms kNow = *parse_datetime("2026-01-02T03:04:05Z");

TEST(RetryAfterTest, ReadsSeconds) {
  EXPECT_EQ(parse_retry_after("0", kNow), 0);
  EXPECT_EQ(parse_retry_after("120", kNow), 120'000);
  EXPECT_EQ(parse_retry_after(" 7 ", kNow), 7'000);
  EXPECT_EQ(parse_retry_after("86399", kNow), 86'399'000);
  EXPECT_EQ(parse_retry_after("86400", kNow), kDay);
  EXPECT_EQ(parse_retry_after("86401", kNow), kDay);
  EXPECT_EQ(parse_retry_after(std::string(300, '9'), kNow), kDay);
}

TEST(RetryAfterTest, ReadsTheThreeFormsOfADate) {
  EXPECT_EQ(parse_retry_after("Fri, 02 Jan 2026 03:05:05 GMT", kNow), 60'000);
  EXPECT_EQ(parse_retry_after("Friday, 02-Jan-26 03:05:05 GMT", kNow), 60'000);
  EXPECT_EQ(parse_retry_after("Fri Jan  2 03:05:05 2026", kNow), 60'000);
  EXPECT_EQ(parse_retry_after("Sat Jan 10 03:05:05 2026", kNow), kDay);
}

TEST(RetryAfterTest, StaysInItsBounds) {
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", kNow), 0);
  EXPECT_EQ(parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", kNow), kDay);
  EXPECT_EQ(parse_retry_after("Sunday, 06-Nov-94 08:49:37 GMT", kNow), 0);  // 1994, not 2094
  EXPECT_EQ(parse_retry_after("Monday, 06-Nov-45 08:49:37 GMT", kNow), kDay);
  constexpr Ms kFirst = std::numeric_limits<Ms>::min();
  constexpr Ms kLast = std::numeric_limits<Ms>::max();
  EXPECT_EQ(parse_retry_after("Fri, 02 Jan 2026 03:05:05 GMT", kLast), 0);
  EXPECT_EQ(parse_retry_after("Fri, 02 Jan 2026 03:05:05 GMT", kFirst), kDay);
  parse_retry_after("Sunday, 06-Nov-94 08:49:37 GMT", kFirst);
  parse_retry_after("Sunday, 06-Nov-94 08:49:37 GMT", kLast);
}

TEST(RetryAfterTest, RefusesTheRest) {
  for (const auto* text : {"",
                           " ",
                           "-5",
                           "+5",
                           "1.5",
                           "soon",
                           "5 s",
                           ",",
                           ", GMT",
                           "Fri, 30 Feb 2026 03:05:05 GMT",
                           "Fri, 02 Jam 2026 03:05:05 GMT",
                           "Fri, 02 Jan 2026 03:05:05 CET",
                           "Fri, 02 Jan 2026 24:05:05 GMT",
                           "Fri, 2 Jan 2026 03:05:05 GMT",
                           "Fri, 02 Jan 2026 03:65:05 GMT",
                           "Fri, 02 Jan 2026 03-05-05 GMT",
                           "Friday, 02-Jan-2026 03:05:05 GMT",
                           "Fri Jan  2 03:05:05 2026 GMT",
                           "Fri Jan  0 03:05:05 2026",
                           "2026-01-02T03:05:05Z"}) {
    EXPECT_FALSE(parse_retry_after(text, kNow)) << text;
  }
}

}  // namespace
}  // namespace stepgate
