#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "json_events.hpp"

namespace stepgate {
namespace {

using test::code_of;
using test::events_of;
using test::lenient;

JsonLimits with_comments() {
  JsonLimits limits = lenient();
  limits.comments = true;
  return limits;
}

constexpr const char* kSample =
    R"( {"id": 1, "name" : "A\n\u00e9", "list":[true,false,null,1.5,[],{}], "o":{"k":"v"}} )";
constexpr const char* kSampleEvents =
    "{;key id;int 1;key name;string A\n\xc3\xa9;key list;[;true;false;null;real 1.5;[;];{;};];"
    "key o;{;key k;string v;};};";

TEST(JsonReadTest, DeliversEvents) {
  EXPECT_EQ(events_of(kSample), kSampleEvents);
  EXPECT_EQ(events_of(kSample, lenient()), kSampleEvents);
  EXPECT_EQ(events_of(kSample, with_comments()), kSampleEvents);
}

TEST(JsonReadTest, ReadsEveryEscape) {
  const std::string text = R"("\"\\\/\b\f\n\r\t\u0041\u00dF\u20AC\ud83d\uDE00")";
  const std::string expected = "string \"\\/\b\f\n\r\tA\xc3\x9f\xe2\x82\xac\xf0\x9f\x98\x80;";
  EXPECT_EQ(events_of(text), expected);
  EXPECT_EQ(events_of(text, with_comments()), expected);
}

TEST(JsonReadTest, DeliversNulCharacters) {
  const std::string expected("string a\0b;", 11);
  EXPECT_EQ(events_of(R"("a\u0000b")"), expected);
  EXPECT_EQ(events_of(R"("a\u0000b")", with_comments()), expected);
  EXPECT_EQ(Json::parse(R"("a\u0000b")").dump(), R"("a\u0000b")");
}

TEST(JsonReadTest, ScalarsMayBeTheDocument) {
  EXPECT_EQ(events_of("null"), "null;");
  EXPECT_EQ(events_of("\t5\n"), "int 5;");
  EXPECT_EQ(events_of(R"("")"), "string ;");
}

TEST(JsonReadTest, TheHandlerStops) {
  ASSERT_EQ(std::count(kSampleEvents, kSampleEvents + std::strlen(kSampleEvents), ';'), 22);
  for (std::size_t after = 1; after <= 22; ++after) {
    for (const auto& limits : {lenient(), with_comments()}) {
      std::string text = kSample;
      test::Events events(after);
      EXPECT_FALSE(read_json(text, events, limits));
      EXPECT_EQ(std::count(events.log().begin(), events.log().end(), ';'),
                static_cast<std::ptrdiff_t>(after));
    }
  }
}

TEST(JsonReadTest, ViewsLiveUntilTheEnd) {
  struct Keeper final : JsonHandler {
    std::vector<std::string_view> views;
    std::string joined;
    bool keep(std::string_view v) {
      views.push_back(v);
      return true;
    }
    bool on_null() override { return true; }
    bool on_bool(bool) override { return true; }
    bool on_int(std::int64_t) override { return true; }
    bool on_real(double) override { return true; }
    bool on_string(std::string_view v) override { return keep(v); }
    bool on_bad(std::string_view v) override { return keep(v); }
    bool on_key(std::string_view v) override { return keep(v); }
    bool on_object_begin() override { return true; }
    bool on_object_end() override {
      for (const auto v : views) joined.append(v).append("|");
      return true;
    }
    bool on_array_begin() override { return true; }
    bool on_array_end() override { return true; }
  };
  for (std::string text :
       {std::string(R"({"a\u0041":"\t1","b":"2","c":1e400,"d":"\"3"})"),
        std::string("{\"a\\u0041\":\"\\t1\",\"b\":\"2\",\"c\":1e400,\"\xff\":\"\\\"3\"}")}) {
    Keeper keeper;
    read_json(text, keeper, lenient());
    EXPECT_THAT(keeper.joined, testing::StartsWith("aA|\t1|b|2|c|1e400|"));
    EXPECT_THAT(keeper.joined, testing::EndsWith("|\"3|"));
  }
}

TEST(JsonReadTest, BadValuesDoNotSpoilTheRest) {
  EXPECT_EQ(
      events_of(R"([1e400,{"a":"\ud800x","b":[-1e999,"ok"]},"\udc00",2])", lenient()),
      "[;bad 1e400;{;key a;bad \\ud800x;key b;[;bad -1e999;string ok;];};bad \\udc00;int 2;];");
  EXPECT_EQ(events_of("{\"a\":\"x\xff\\n\",\"b\":\"\xc3\xa4\",\"c\":\"\xed\xa0\x80\"}", lenient()),
            "{;key a;bad x\xff\\n;key b;string \xc3\xa4;key c;bad \xed\xa0\x80;};");
}

TEST(JsonReadTest, BadNamesAreRepaired) {
  EXPECT_EQ(events_of("{\"a\xff\":1,\"\\ud800\\t\":2}", lenient()),
            "{;key a\xEF\xBF\xBD;int 1;key \xEF\xBF\xBD\t;int 2;};");
  EXPECT_EQ(code_of("{\"\\ud800\":1}"), "JSON_UNREADABLE");
}

TEST(JsonReadTest, SurrogatesNeedTheirOtherHalf) {
  for (const auto* text : {R"("\ud800")", R"("\udc00")", R"("\ud800\ud800")", R"("\udc00\ud800")",
                           R"("\uD83D x")", R"("\ud83d\u0041")", R"("\ud83d\n")", R"("x\uDFFF")"}) {
    EXPECT_EQ(code_of(text), "JSON_UNREADABLE") << text;
    EXPECT_EQ(Json::parse(text, lenient()).type(), Json::Type::bad) << text;
    EXPECT_EQ(events_of(text, lenient()),
              "bad " + std::string(text).substr(1, std::string(text).size() - 2) + ";");
  }
}

TEST(JsonReadTest, OfDuplicateKeysTheFirstWins) {
  EXPECT_EQ(Json::parse(R"({"a":1,"b":2,"a":3,"b":{"x":1},"c":4})").dump(),
            R"({"a":1,"b":2,"c":4})");
  EXPECT_EQ(events_of(R"({"a":1,"a":2})"), "{;key a;int 1;key a;int 2;};");
}

TEST(JsonReadTest, CommentsAndByteOrderMarks) {
  const std::string text =
      "\xEF\xBB\xBF# head\n{ # one\n \"a#b\": 1, #two\r\n \"c\": [ # x\n ] } # end";
  EXPECT_EQ(Json::parse(text, with_comments()).dump(), R"({"a#b":1,"c":[]})");
  EXPECT_EQ(code_of(text, lenient()), "JSON_UNREADABLE");
  JsonLimits strict;
  strict.comments = true;
  EXPECT_EQ(code_of(text, strict), "JSON_UNREADABLE");
  EXPECT_EQ(code_of("# only a comment", with_comments()), "JSON_UNREADABLE");
}

TEST(JsonReadTest, ErrorsNameSubjectAndByte) {
  try {
    Json::parse(R"({"a": [1, 2, ]})", {}, "settings of service 3");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::malformed);
    EXPECT_EQ(e.code(), "JSON_UNREADABLE");
    EXPECT_EQ(e.subject(), "settings of service 3");
    EXPECT_THAT(e.what(), testing::HasSubstr("at byte 13 ("));
  }
}

TEST(JsonReadTest, BothReadersNameTheSameByte) {
  const std::pair<const char*, const char*> cases[] = {
      {"[1 2]", "at byte 3"},      {"{\"a\" 1}", "at byte 5"}, {"[1,1e400]", "at byte 3"},
      {"[\"x\ny\"]", "at byte 3"}, {"[nul]", "at byte"},       {"1 2", "at byte 2"}};
  for (const auto& [text, at] : cases) {
    for (const std::string& shape : {std::string(text), std::string(text) + "\"\\ud800\""}) {
      try {
        Json::parse(shape);
        ADD_FAILURE() << shape;
      } catch (const Error& e) {
        EXPECT_THAT(e.what(), testing::HasSubstr(at)) << shape;
      }
    }
  }
}

}  // namespace
}  // namespace stepgate
