#include "base/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

namespace stepgate {
namespace {

using testing::ElementsAre;

TEST(TextTest, Trims) {
  EXPECT_EQ(trim(" \t\r\n\v\fa b \n"), "a b");
  EXPECT_EQ(trim("   "), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim("\xc2\xa0"
                 "a"),
            "\xc2\xa0"
            "a");
}

TEST(TextTest, CaseIsAsciiOnly) {
  EXPECT_EQ(to_lower("ABCxyz\xc3\x84[@"), "abcxyz\xc3\x84[@");
  EXPECT_TRUE(iequals("Content-Type", "content-TYPE"));
  EXPECT_FALSE(iequals("@", "`"));
  EXPECT_FALSE(iequals("a", "ab"));
  EXPECT_TRUE(starts_with_i("BEARER x", "bearer "));
  EXPECT_FALSE(starts_with_i("bear", "bearer"));
  EXPECT_TRUE(starts_with_i("x", ""));
}

TEST(TextTest, SplitsAndJoins) {
  EXPECT_THAT(split("a,,b,", ','), ElementsAre("a", "", "b", ""));
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_EQ(join({"a", "", "b"}, ", "), "a, , b");
  EXPECT_EQ(join({}, ","), "");
  EXPECT_EQ(join(split("a,,b,", ','), ","), "a,,b,");
}

TEST(TextTest, ReplacesEverything) {
  EXPECT_EQ(replace_all("aaa", "a", "aa"), "aaaaaa");
  EXPECT_EQ(replace_all("{{id}}/{{id}}", "{{id}}", "7"), "7/7");
  EXPECT_EQ(replace_all("aaa", "aa", "b"), "ba");
  EXPECT_EQ(replace_all("abc", "", "x"), "abc");
  EXPECT_EQ(replace_all("", "a", "b"), "");
}

TEST(ParseIntTest, ReadsWholeTexts) {
  EXPECT_EQ(parse_int("0"), 0);
  EXPECT_EQ(parse_int("+5"), 5);
  EXPECT_EQ(parse_int("-5"), -5);
  EXPECT_EQ(parse_int("007"), 7);
  EXPECT_EQ(parse_int("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(parse_int("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
}

TEST(ParseIntTest, RefusesTheRest) {
  for (const auto* text : {"", "+", "-", "+-5", "++5", "--5", "- 5", " 5", "5 ", "5.0", "1e3",
                           "0x5", "9223372036854775808", "-9223372036854775809", "N/A"}) {
    EXPECT_FALSE(parse_int(text)) << text;
  }
  EXPECT_FALSE(parse_int(std::string_view("5\0", 2)));
}

TEST(ParseDoubleTest, ReadsWholeTexts) {
  EXPECT_EQ(parse_double("1.5"), 1.5);
  EXPECT_EQ(parse_double("+1e3"), 1000);
  EXPECT_EQ(parse_double("-0.25"), -0.25);
  EXPECT_EQ(parse_double("5e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(parse_double("1e-400"), 0);
  EXPECT_EQ(parse_double("1.7976931348623157e308"), std::numeric_limits<double>::max());
}

TEST(ParseDoubleTest, RefusesTheRest) {
  for (const auto* text : {"", "+", "-", "1e400", "-1e400", "inf", "-inf", "nan", "infinity",
                           "+nan", "1,5", "1.5 ", " 1.5", "1e", "0x1p3", "1.2.3", "+-1"}) {
    EXPECT_FALSE(parse_double(text)) << text;
  }
}

TEST(FormatDoubleTest, IsShortest) {
  EXPECT_EQ(format_double(0.1), "0.1");
  EXPECT_EQ(format_double(5), "5");
  EXPECT_EQ(format_double(1e22), "1e+22");
  EXPECT_EQ(format_double(-2.5), "-2.5");
}

TEST(FormatDoubleTest, ReadsBackTheSame) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 20000; ++i) {
    const std::uint64_t bits = random();
    double value = 0;
    static_assert(sizeof(bits) == sizeof(value));
    std::memcpy(&value, &bits, sizeof(value));
    if (!std::isfinite(value)) continue;
    ASSERT_EQ(parse_double(format_double(value)), value) << format_double(value);
  }
}

TEST(NearestTest, FindsSmallMistakes) {
  const std::vector<std::string> names = {"firstName", "lastName", "email", "company", "id"};
  EXPECT_EQ(nearest("fristName", names), "firstName");
  EXPECT_EQ(nearest("FIRSTNAME", names), "firstName");
  EXPECT_EQ(nearest("emial", names), "email");
  EXPECT_EQ(nearest("compny", names), "company");
  EXPECT_EQ(nearest("companyy", names), "company");
  EXPECT_EQ(nearest("id", names), "id");
}

TEST(NearestTest, DoesNotGuessWildly) {
  const std::vector<std::string> names = {"firstName", "email", "id"};
  EXPECT_EQ(nearest("postalCode", names), "");
  EXPECT_EQ(nearest("xy", names), "");
  EXPECT_EQ(nearest("", names), "");
  EXPECT_EQ(nearest("email", {}), "");
  EXPECT_EQ(nearest(std::string(100000, 'a'), {std::string(100000, 'a')}), "");
}

TEST(NearestTest, TakesTheNearestAndOfEqualsTheFirst) {
  EXPECT_EQ(nearest("country", {"county", "country2", "country"}), "country");
  EXPECT_EQ(nearest("state", {"statf", "statg"}), "statf");
}

}  // namespace
}  // namespace stepgate
