#include <gtest/gtest.h>
#include <stepgate/error.hpp>
#include <stepgate/json.hpp>

namespace stepgate::sdk {
namespace {

std::string through(std::string_view text) {
  try {
    return Json::parse(text).dump();
  } catch (const PluginError& error) {
    return error.code();
  }
}

TEST(SdkJson, ReadsWhatItWrites) {
  for (const std::string_view text :
       {R"({"a":[1,-2,true,false,null],"b":{"c":"d"}})", "[]", "{}", R"("\"\\\n\u0001")", "0.5",
        "9223372036854775807", "-0.25", "1e+30"}) {
    EXPECT_EQ(through(text), text);
  }
  EXPECT_EQ(through(" [ 1 , 2 ] "), "[1,2]");
  EXPECT_EQ(through(R"("\u00fc\ud83d\ude00\/")"), "\"\xC3\xBC\xF0\x9F\x98\x80/\"");
  EXPECT_EQ(through(R"("\ud800x")"), "\"\xEF\xBF\xBDx\"");
  EXPECT_EQ(through("9223372036854775808"), "9223372036854775808");
}

TEST(SdkJson, RefusesWhatIsNot) {
  for (const std::string_view text :
       {"", "{", "[1,", "[1 2]", "{\"a\"}", "{a:1}", "nul", "01", "1.", "+1", "\"a", "\"\x01\"",
        "[1]x", "\"\\u12\"", "1e999", "--1", "{\"a\":1,}", "'a'"}) {
    EXPECT_EQ(through(text), "JSON_UNREADABLE") << text;
  }
  EXPECT_EQ(through(std::string(100'000, '[')), "JSON_UNREADABLE");
}

TEST(SdkJson, ReadingNeverThrows) {
  const Json json = Json::parse(R"({"a": {"b": [1, 2.5, "x"]}, "a": 3})");
  EXPECT_EQ(json["a"]["b"].at(0).integer(), 1);
  EXPECT_EQ(json["a"]["b"].at(1).number(), 2.5);
  EXPECT_EQ(json["a"]["b"].at(2).text(), "x");
  EXPECT_EQ(json["a"]["b"].at(9).text(), "");
  EXPECT_TRUE(json["no"]["such"]["thing"].is_null());
  EXPECT_EQ(json["a"].integer(7), 7);
  EXPECT_EQ(json["no"].text_or("else"), "else");
}

TEST(SdkJson, Builds) {
  Json json;
  json.set("n", 1).set("n", 2).set("list", Json::array({1, "two"}));
  EXPECT_EQ(json.dump(), R"({"n":2,"list":[1,"two"]})");
  Json list;
  list.push(nullptr).push(true).push(0.1);
  EXPECT_EQ(list.dump(), "[null,true,0.1]");
}

}  // namespace
}  // namespace stepgate::sdk
