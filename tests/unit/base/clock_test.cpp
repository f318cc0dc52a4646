#include "base/clock.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <limits>

namespace stepgate {
namespace {

constexpr Ms kDay = 86'400'000;

int days_in(int year, int month) {
  if (month == 2) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
  }
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

std::string date_text(int year, int month, int day) {
  char text[32];
  std::snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day);
  return text;
}

TEST(ClockTest, TheMachinesClocksGo) {
  EXPECT_GT(system_clock().now(), *parse_datetime("2024-01-01T00:00:00Z"));
  const Ms before = system_clock().steady();
  EXPECT_GE(system_clock().steady(), before);
}

TEST(DateTest, EveryDayOfTenThousandYears) {
  Ms at = *parse_datetime("0001-01-01T00:00:00Z");
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const int last = days_in(year, month);
      for (const int day : {1, last}) {
        const std::string text = date_text(year, month, day);
        const Ms expected = at + (day - 1) * kDay;
        ASSERT_TRUE(is_full_date(text)) << text;
        ASSERT_EQ(parse_datetime(text + "T00:00:00Z"), expected) << text;
        ASSERT_EQ(format_date(expected + kDay - 1), text);
      }
      ASSERT_FALSE(is_full_date(date_text(year, month, last + 1))) << year << "-" << month;
      at += last * kDay;
    }
  }
}

TEST(DateTest, RefusesWhatIsNoDate) {
  for (const auto* text :
       {"", "2026-1-02", "2026-01-2", "26-01-02", "2026/01/02", "2026-00-10", "2026-13-01",
        "2026-01-00", "2026-01-32", "2026-04-31", "2025-02-29", "1900-02-29", "0000-01-01",
        "2026-01-02 ", " 2026-01-02", "2026-01-02T", "-026-01-02", "2026-0a-01", "+026-01-02"}) {
    EXPECT_FALSE(is_full_date(text)) << text;
  }
  EXPECT_TRUE(is_full_date("2000-02-29"));
  EXPECT_TRUE(is_full_date("2024-02-29"));
}

TEST(DatetimeTest, ReadsTheFormsOfIso8601) {
  const Ms expected = 1'767'323'045'000;
  for (const auto* text :
       {"2026-01-02T03:04:05Z", "2026-01-02t03:04:05z", "2026-01-02 03:04:05",
        "2026-01-02T03:04:05", "2026-01-02T03:04:05.999Z", "2026-01-02T03:04:05,1",
        "2026-01-02T03:04:05.123456789012+00:00", "2026-01-02T05:04:05+02:00",
        "2026-01-02T05:04:05+0200", "2026-01-02T05:04:05+02", "2026-01-01T22:34:05-04:30",
        "2026-01-02T03:04:05-00:00"}) {
    EXPECT_EQ(parse_datetime(text), expected) << text;
  }
  EXPECT_EQ(parse_datetime("2026-01-02T03:04Z"), expected - 5000);
  EXPECT_EQ(format_datetime(expected + 999), "2026-01-02T03:04:05Z");
}

TEST(DatetimeTest, RefusesTheRest) {
  for (const auto* text : {"",
                           "2026-01-02",
                           "2026-01-02T",
                           "2026-01-02T03",
                           "2026-01-02T03:04:5Z",
                           "2026-01-02T25:00:00Z",
                           "2026-01-02T24:00:01Z",
                           "2026-01-02T24:01:00Z",
                           "2026-01-02T03:60:00Z",
                           "2026-01-02T03:04:61Z",
                           "2026-01-02T03:04:60Z",
                           "2026-02-30T00:00:00Z",
                           "2026-13-01T00:00:00Z",
                           "2026-01-02T03:04:05.Z",
                           "2026-01-02T03:04.5Z",
                           "2026-01-02T03:04:05ZZ",
                           "2026-01-02T03:04:05 Z",
                           "2026-01-02T03:04:05+",
                           "2026-01-02T03:04:05+2",
                           "2026-01-02T03:04:05+02:",
                           "2026-01-02T03:04:05+02:0",
                           "2026-01-02T03:04:05+24:00",
                           "2026-01-02T03:04:05+02:60",
                           "2026-01-02T03:04:05+02:000",
                           "2026-01-02X03:04:05Z",
                           "2026-01-02T03:04:05 +02:00",
                           "0001-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:59-00:01",
                           "9999-12-31T24:00:00Z",
                           "0000-12-31T23:59:59Z",
                           "20260102T030405Z",
                           "2026-01-02T-3:04:05Z"}) {
    EXPECT_FALSE(parse_datetime(text)) << text;
  }
}

TEST(DatetimeTest, TheEndOfTheDayIsTheNextMidnight) {
  const Ms midnight = *parse_datetime("2017-01-01T00:00:00Z");
  EXPECT_EQ(parse_datetime("2016-12-31T24:00:00Z"), midnight);
  EXPECT_EQ(parse_datetime("2016-12-31T24:00Z"), midnight);
  EXPECT_EQ(parse_datetime("2016-12-31T23:59:60Z"), midnight);
  EXPECT_EQ(parse_datetime("2017-01-01T05:29:60+05:30"), midnight);
}

TEST(DatetimeTest, OffsetsShiftAndFormsComeBack) {
  const Ms base = *parse_datetime("2024-02-29T12:00:00Z");
  for (int minutes = -23 * 60 - 59; minutes <= 23 * 60 + 59; ++minutes) {
    char offset[16];
    const int size = minutes < 0 ? -minutes : minutes;
    std::snprintf(offset, sizeof(offset), "%c%02d:%02d", minutes < 0 ? '-' : '+', size / 60,
                  size % 60);
    EXPECT_EQ(parse_datetime(std::string("2024-02-29T12:00:00") + offset), base - minutes * 60'000);
  }
  for (Ms at = *parse_datetime("0001-01-01T00:00:00Z"); at < 253'402'300'799'000;
       at += 98'765'432'000) {
    EXPECT_EQ(parse_datetime(format_datetime(at)), at);
  }
}

TEST(DatetimeTest, EveryTextCutShortIsRefusedOrRead) {
  const std::string text = "2026-01-02T03:04:05.25+02:00";
  for (std::size_t i = 0; i < 16; ++i) EXPECT_FALSE(parse_datetime(text.substr(0, i))) << i;
  for (std::size_t i = 0; i < text.size(); ++i) parse_datetime(text.substr(i));
}

TEST(DatetimeTest, FormatsAnyNumber) {
  EXPECT_EQ(format_datetime(-1), "1969-12-31T23:59:59Z");
  EXPECT_EQ(format_datetime(std::numeric_limits<Ms>::max()), "9999-12-31T23:59:59Z");
  EXPECT_EQ(format_datetime(std::numeric_limits<Ms>::min()), "0001-01-01T00:00:00Z");
}

}  // namespace
}  // namespace stepgate
