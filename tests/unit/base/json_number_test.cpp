#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "json_events.hpp"

namespace stepgate {
namespace {

using test::code_of;
using test::events_of;
using test::lenient;

/// The same text read by RapidJSON's path and by the tolerant one.
std::pair<std::string, std::string> both_paths(const std::string& text) {
  JsonLimits tolerant = lenient();
  tolerant.comments = true;
  return {events_of(text, lenient()), events_of(text, tolerant)};
}

TEST(JsonNumberTest, IntegersStayIntegers) {
  const std::pair<const char*, const char*> cases[] = {
      {"0", "int 0;"},
      {"-0", "int 0;"},
      {"-1", "int -1;"},
      {"4294967295", "int 4294967295;"},
      {"4294967296", "int 4294967296;"},
      {"-2147483649", "int -2147483649;"},
      {"999999999999999999", "int 999999999999999999;"},
      {"9223372036854775807", "int 9223372036854775807;"},
      {"-9223372036854775808", "int -9223372036854775808;"},
      {"9223372036854775808", "real 9223372036854775808;"},
      {"-9223372036854775809", "real -9223372036854775808;"},
      {"18446744073709551616", "real 18446744073709551616;"}};
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(both_paths(text), std::pair(std::string(expected), std::string(expected))) << text;
  }
}

TEST(JsonNumberTest, RealsAreExact) {
  const std::pair<const char*, const char*> cases[] = {
      {"1.0", "real 1;"},
      {"1e5", "real 1e+05;"},
      {"-0.0", "real -0;"},
      {"0.1", "real 0.1;"},
      {"2.2250738585072011e-308", "real 2.225073858507201e-308;"},
      {"5e-324", "real 5e-324;"},
      {"1.7976931348623157e308", "real 1.7976931348623157e+308;"},
      {"0.000000000000000000000000000001e338", "real 1e+308;"}};
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(both_paths(text), std::pair(std::string(expected), std::string(expected))) << text;
  }
}

TEST(JsonNumberTest, TooSmallIsZero) {
  for (const std::string text : {"1e-400", "0.00000000000000000001e-2147483639",
                                 "1e-99999999999999999999", "123456789e-340"}) {
    EXPECT_EQ(events_of(text), "real 0;") << text;
    EXPECT_EQ(events_of("-" + text), "real -0;") << text;
  }
  EXPECT_EQ(events_of("0e999999999999"), "real 0;");
  EXPECT_EQ(events_of("-0.000e308"), "real -0;");
}

TEST(JsonNumberTest, TooLargeIsBadOrRefused) {
  for (const std::string& text :
       {std::string("1e400"), std::string("-1e400"), std::string("1e309"), std::string("1.8e308"),
        std::string("1e99999999999999999999"), std::string(400, '9'),
        std::string("17976931348623159") + std::string(292, '0')}) {
    EXPECT_EQ(both_paths(text), std::pair("bad " + text + ";", "bad " + text + ";"));
    EXPECT_EQ(code_of(text), "JSON_UNREADABLE") << text;
    EXPECT_EQ(code_of("[1," + text + "]"), "JSON_UNREADABLE") << text;
  }
}

TEST(JsonNumberTest, LongTextsOfModestNumbersAreRead) {
  EXPECT_EQ(events_of("1" + std::string(400, '0') + "e-400"), "real 1;");
  EXPECT_EQ(events_of("0." + std::string(400, '0') + "1e401"), "real 1;");
  EXPECT_EQ(events_of("1." + std::string(100000, '3')), "real 1.3333333333333333;");
}

TEST(JsonNumberTest, RefusesWhatIsNoNumber) {
  for (const auto* text : {"01", "-01", "+1", "-", "1.", ".5", "1.e5", "1e", "1e+", "0x10", "1_000",
                           "NaN", "Infinity", "-Infinity", "inf", "--1", "1.2.3", "1e5.5", "- 1"}) {
    const auto [fast, tolerant] = both_paths(text);
    EXPECT_TRUE(fast.ends_with("JSON_UNREADABLE")) << text << ": " << fast;
    EXPECT_TRUE(tolerant.ends_with("JSON_UNREADABLE")) << text << ": " << tolerant;
  }
}

TEST(JsonNumberTest, WhatIsWrittenComesBack) {
  std::mt19937_64 random(42);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof(value));
    if (!std::isfinite(value)) continue;
    const Json back = Json::parse(Json(value).dump());
    ASSERT_EQ(back.type(), Json::Type::real) << Json(value).dump();
    ASSERT_EQ(back.as_double(), value);
    const auto integer = static_cast<std::int64_t>(bits) >> (bits % 60);
    ASSERT_TRUE(Json::parse(Json(integer).dump()).is_int());
    ASSERT_EQ(Json::parse(Json(integer).dump()).as_int(), integer);
  }
}

}  // namespace
}  // namespace stepgate
