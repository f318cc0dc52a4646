#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/json.hpp"
#include "base/text.hpp"

namespace stepgate {
namespace {

std::string written(std::string_view text) {
  JsonWriter out;
  out.string(text);
  return out.take();
}

TEST(JsonWriterTest, WritesEveryKind) {
  JsonWriter out(1024);
  out.begin_object();
  out.key("a");
  out.begin_array();
  out.null();
  out.boolean(true);
  out.boolean(false);
  out.integer(std::numeric_limits<std::int64_t>::min());
  out.real(0.1);
  out.string("x");
  out.raw("{\"r\":[1]}");
  out.value(Json::object({{"k", Json::array({1, "2"})}}));
  out.begin_object();
  out.end_object();
  out.begin_array();
  out.end_array();
  out.end_array();
  out.key("b");
  out.raw("7");
  out.end_object();
  const std::string expected =
      "{\"a\":[null,true,false,-9223372036854775808,0.1,\"x\",{\"r\":[1]},{\"k\":[1,\"2\"]},{},[]],"
      "\"b\":7}";
  EXPECT_EQ(out.text(), expected);
  EXPECT_EQ(out.take(), expected);
  EXPECT_EQ(out.text(), "");
}

TEST(JsonWriterTest, CanBeUsedAgain) {
  JsonWriter out;
  for (int i = 0; i < 3; ++i) {
    out.begin_array();
    out.integer(i);
    out.end_array();
    EXPECT_EQ(out.text(), "[" + std::to_string(i) + "]");
    out.clear();
  }
  out.begin_object();  // left open: clearing forgets it
  out.clear();
  out.integer(5);
  EXPECT_EQ(out.take(), "5");
}

TEST(JsonWriterTest, EscapesWhatMustBeEscaped) {
  EXPECT_EQ(written(""), R"("")");
  EXPECT_EQ(written(std::string_view()), R"("")");
  EXPECT_EQ(written("a\"b\\c/d"), R"("a\"b\\c/d")");
  EXPECT_EQ(written("\b\f\n\r\t"), R"("\b\f\n\r\t")");
  EXPECT_EQ(written(std::string_view("\0\x1f\x7f", 3)), "\"\\u0000\\u001F\x7f\"");
  EXPECT_EQ(written("gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80"),
            "\"gr\xc3\xbc\xc3\x9f \xf0\x9f\x98\x80\"");
}

TEST(JsonWriterTest, EveryByteAtEveryPlaceComesBack) {
  for (std::size_t size = 1; size < 20; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int c = 0; c < 128; ++c) {
        std::string text(size, 'x');
        text[at] = static_cast<char>(c);
        ASSERT_EQ(Json::parse(written(text)).as_string(), text) << c << " at " << at;
      }
    }
  }
}

TEST(JsonWriterTest, BadUtf8IsRepaired) {
  EXPECT_EQ(written("a\xff"), "\"a\xEF\xBF\xBD\"");
  EXPECT_EQ(written("\xed\xa0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
  EXPECT_TRUE(Json::parse(Json::object({{"\xff", Json::bad("\xfe")}}).dump()).is_object());
  EXPECT_TRUE(Json::parse(Json::object({{"\xff", Json::bad("\xfe")}}).pretty()).is_object());
}

TEST(JsonWriterTest, RealsAreShortestAndStayReal) {
  const std::pair<double, const char*> cases[] = {{1, "1.0"},
                                                  {-0.0, "-0.0"},
                                                  {0.1, "0.1"},
                                                  {1e22, "1e+22"},
                                                  {1e300, "1e+300"},
                                                  {5e-324, "5e-324"},
                                                  {123456.75, "123456.75"},
                                                  {2.0 / 3, "0.6666666666666666"}};
  for (const auto& [value, expected] : cases) EXPECT_EQ(Json(value).dump(), expected);
  JsonWriter out;
  out.begin_array();
  out.real(std::nan(""));
  out.real(std::numeric_limits<double>::infinity());
  out.real(-std::numeric_limits<double>::infinity());
  out.real(std::numeric_limits<double>::max());
  out.end_array();
  EXPECT_EQ(out.take(), "[null,null,null,1.7976931348623157e+308]");
}

TEST(JsonPrettyTest, UsesTwoSpaces) {
  EXPECT_EQ(
      Json::parse(R"({"a":[1,{"b":1.5}],"c":{},"d":[]})").pretty(),
      "{\n  \"a\": [\n    1,\n    {\n      \"b\": 1.5\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}");
  EXPECT_EQ(Json("x").pretty(), "\"x\"");
}

TEST(JsonWriterTest, LargeTextsGrowTheBuffer) {
  JsonWriter out;
  out.begin_array();
  for (int i = 0; i < 1000; ++i) out.string(std::string(static_cast<std::size_t>(i), '"'));
  out.end_array();
  const Json back = Json::parse(out.text());
  ASSERT_EQ(back.size(), 1000u);
  EXPECT_EQ(back.at(999).as_string(), std::string(999, '"'));
}

}  // namespace
}  // namespace stepgate
