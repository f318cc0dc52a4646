#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json_events.hpp"

namespace stepgate {
namespace {

using test::code_of;
using test::events_of;
using test::lenient;

std::string repeat(std::string_view part, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += part;
  return out;
}

JsonLimits tolerant() {
  JsonLimits limits = lenient();
  limits.comments = true;
  return limits;
}

const JsonLimits kAllModes[] = {JsonLimits{}, lenient(), tolerant()};

TEST(JsonHostileTest, AMillionLevelsAreRefused) {
  for (const auto& limits : kAllModes) {
    EXPECT_EQ(code_of(repeat("[", 1'000'000), limits), "JSON_TOO_DEEP");
    EXPECT_EQ(code_of(repeat("{\"a\":", 1'000'000), limits), "JSON_TOO_DEEP");
    EXPECT_EQ(code_of(repeat("[", 1'000'000) + repeat("]", 1'000'000), limits), "JSON_TOO_DEEP");
  }
}

TEST(JsonHostileTest, DepthIsExact) {
  for (JsonLimits limits : kAllModes) {
    EXPECT_EQ(code_of(repeat("[", 64) + repeat("]", 64), limits), "");
    EXPECT_EQ(code_of(repeat("[", 65) + repeat("]", 65), limits), "JSON_TOO_DEEP");
    limits.max_depth = 1'000'000;  // cut to 512
    EXPECT_EQ(code_of(repeat("[", 513) + repeat("]", 513), limits), "JSON_TOO_DEEP");
    const Json deepest = Json::parse(repeat("[", 512) + repeat("]", 512), limits);
    const Json copy = deepest;  // NOLINT(performance-unnecessary-copy-initialization): it is tried
    EXPECT_EQ(copy, deepest);
    EXPECT_EQ(copy.dump().size(), 1024u);
    EXPECT_FALSE(copy.pretty().empty());
    limits.max_depth = 0;
    EXPECT_EQ(code_of("5", limits), "");
    EXPECT_EQ(code_of("[]", limits), "JSON_TOO_DEEP");
  }
}

TEST(JsonHostileTest, DepthIsNotWidth) {
  const std::string wide = "[" + repeat("[],{},", 1000) + "[]]";
  for (const auto& limits : kAllModes) EXPECT_EQ(Json::parse(wide, limits).size(), 2001u);
}

TEST(JsonHostileTest, SizeIsBounded) {
  for (JsonLimits limits : kAllModes) {
    limits.max_bytes = 10;
    EXPECT_EQ(code_of("[1,2,3,44]", limits), "");
    EXPECT_EQ(code_of("[1,2,3,44] ", limits), "JSON_TOO_LARGE");
    limits = JsonLimits{};
    limits.max_values = 4;
    EXPECT_EQ(code_of("[1,2,{}]", limits), "");
    EXPECT_EQ(code_of("[1,2,{},3]", limits), "JSON_TOO_LARGE");
    EXPECT_EQ(code_of("[1,2,3,[]]", limits), "JSON_TOO_LARGE");
  }
  try {
    JsonLimits limits;
    limits.max_bytes = 3;
    Json::parse("[1,2]", limits);
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::too_large);
  }
}

TEST(JsonHostileTest, TheNumberThatAbortsRapidJson) {
  const std::string number = "0.00000000000000000001e-2147483639";
  ASSERT_EQ(number.size(), 34u);
  for (const auto& limits : kAllModes) {
    EXPECT_EQ(events_of(number, limits), "real 0;");
    EXPECT_EQ(events_of("[" + number + "," + number + "]", limits), "[;real 0;real 0;];");
  }
}

TEST(JsonHostileTest, ExponentsOfAnySize) {
  for (const auto* digits : {"2147483647", "2147483648", "4294967296", "214748363", "214748364",
                             "2147483639", "9223372036854775807", "99999999999999999999999999"}) {
    for (const auto& limits : kAllModes) {
      EXPECT_EQ(events_of(std::string("1e-") + digits, limits), "real 0;") << digits;
      EXPECT_EQ(events_of(std::string("0e") + digits, limits), "real 0;") << digits;
      const std::string large = events_of(std::string("1e") + digits, limits);
      EXPECT_EQ(large, limits.lenient ? std::string("bad 1e") + digits + ";" : "JSON_UNREADABLE");
    }
  }
}

TEST(JsonHostileTest, NulBytesAreNoEnd) {
  for (const auto& limits : kAllModes) {
    for (const std::string& text :
         {std::string("{}\0", 3), std::string("{}\0x", 4), std::string("\0", 1),
          std::string("\0{}", 3), std::string("[1\0]", 4), std::string("\"a\0b\"", 5),
          std::string("[1,\0 2]", 7), std::string("tru\0", 4), std::string("1\0", 2),
          std::string("\"\\\0\"", 4), std::string("\"\\u00\0\"", 7)}) {
      EXPECT_EQ(code_of(text, limits), "JSON_UNREADABLE") << to_hex(text);
    }
  }
}

TEST(JsonHostileTest, BrokenTextsAreRefusedInEveryMode) {
  for (const auto& limits : kAllModes) {
    for (const auto* text : {"",
                             " ",
                             "[",
                             "]",
                             "{",
                             "}",
                             "[,]",
                             "[1,]",
                             "[1 2]",
                             "{\"a\"}",
                             "{\"a\":}",
                             "{\"a\":1,}",
                             "{,}",
                             "{1:2}",
                             "{a:1}",
                             "{\"a\" 1}",
                             "{\"a\":1 \"b\":2}",
                             "[1}",
                             "{\"a\":1]",
                             "[]]",
                             "{}{}",
                             "1 2",
                             "nul",
                             "nulll",
                             "True",
                             "'a'",
                             "\"a",
                             "\"a\\",
                             "\"\\x\"",
                             "\"\\u12\"",
                             "\"\\u123g\"",
                             "\"\t\"",
                             "\"\n\"",
                             "// c\n1",
                             "/* c */1",
                             "\xEF\xBB\xBF",
                             "\xff\xfe[\0]",
                             "undefined",
                             "[1,,2]",
                             ":",
                             ",",
                             "\"a\":1",
                             "\xa0",
                             "[\xc2\xa0]"}) {
      EXPECT_EQ(code_of(text, limits), "JSON_UNREADABLE") << text;
    }
  }
}

TEST(JsonHostileTest, EveryCutOfASampleIsRefused) {
  const std::string sample =
      "{\"a\":[1,-2.5e+3,true,false,null,\"x\\u00e9\\ud83d\\ude00\\n\xc3\xa4\"],\"b\":{\"c\":1e400,"
      "\"d\":"
      "\"\xff\"}}";
  for (const auto& limits : {lenient(), tolerant()}) {
    EXPECT_EQ(code_of(sample, limits), "");
    for (std::size_t i = 0; i < sample.size(); ++i) {
      EXPECT_EQ(code_of(sample.substr(0, i), limits), "JSON_UNREADABLE") << i;
    }
  }
}

TEST(JsonHostileTest, AnObjectOfManyNamesStaysFast) {
  std::string text = "{";
  for (int i = 0; i < 60'000; ++i) text += "\"k" + std::to_string(i % 45'000) + "\":1,";
  text.back() = '}';
  EXPECT_EQ(Json::parse(text).size(), 45'000u);
  EXPECT_EQ(Json::parse("{" + repeat("\"a\":1,", 50'000) + "\"b\":2}").size(), 2u);
}

TEST(JsonHostileTest, HandlersMayThrow) {
  struct Thrower final : JsonHandler {
    bool on_null() override { throw Error(ErrorKind::invalid, "MINE", "x", "y"); }
    bool on_bool(bool) override { return true; }
    bool on_int(std::int64_t) override { return true; }
    bool on_real(double) override { return true; }
    bool on_string(std::string_view) override { return true; }
    bool on_bad(std::string_view) override { return true; }
    bool on_key(std::string_view) override { return true; }
    bool on_object_begin() override { return true; }
    bool on_object_end() override { return true; }
    bool on_array_begin() override { return true; }
    bool on_array_end() override { return true; }
  };
  for (const auto& limits : kAllModes) {
    std::string text = "[[{\"a\":null}]]";
    Thrower thrower;
    try {
      read_json(text, thrower, limits);
      FAIL();
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), "MINE");
    }
  }
}

}  // namespace
}  // namespace stepgate
