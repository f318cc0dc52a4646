#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/json.hpp"

namespace stepgate {
namespace {

TEST(JsonValueTest, KnowsItsTypes) {
  EXPECT_TRUE(Json().is_null());
  EXPECT_TRUE(Json(nullptr).is_null());
  EXPECT_TRUE(Json(true).is_bool());
  EXPECT_TRUE(Json(7).is_int());
  EXPECT_TRUE(Json(7u).is_int());
  EXPECT_TRUE(Json(std::uint64_t{7}).is_int());
  EXPECT_EQ(Json(2.0).type(), Json::Type::real);
  EXPECT_TRUE(Json("x").is_string());
  EXPECT_TRUE(Json(std::string_view("x")).is_string());
  EXPECT_TRUE(Json(static_cast<const char*>(nullptr)).is_null());
  EXPECT_TRUE(Json::array().is_array());
  EXPECT_TRUE(Json::object().is_object());
  EXPECT_EQ(Json::bad("1e400").type(), Json::Type::bad);
}

TEST(JsonValueTest, LargeUnsignedNumbersBecomeReal) {
  constexpr auto kMax = std::numeric_limits<std::uint64_t>::max();
  EXPECT_EQ(Json(kMax).type(), Json::Type::real);
  EXPECT_EQ(Json(kMax).as_double(), 18446744073709551615.0);
  EXPECT_EQ(Json(std::uint64_t{1} << 62).as_int(), std::int64_t{1} << 62);
  EXPECT_EQ(Json(7ULL).as_int(), 7);
}

TEST(JsonValueTest, ReadingGivesTheDefaultForOtherTypes) {
  EXPECT_TRUE(Json("true").as_bool(true));
  EXPECT_EQ(Json("5").as_int(9), 9);
  EXPECT_EQ(Json(true).as_double(2.5), 2.5);
  EXPECT_EQ(Json(5).as_string(), "");
  EXPECT_EQ(Json(5).string_or("none"), "none");
  EXPECT_EQ(Json("x").string_or("none"), "x");
  EXPECT_EQ(Json::bad("1e400").as_string(), "1e400");
  EXPECT_EQ(Json::bad("1e400").string_or("none"), "none");
  EXPECT_EQ(Json(5).size(), 0u);
  const Json five(5);
  EXPECT_TRUE(five.items().empty());
  EXPECT_TRUE(five.members().empty());
  EXPECT_TRUE(Json(5)["a"].is_null());
  EXPECT_TRUE(Json(5).at(3).is_null());
}

TEST(JsonValueTest, IntegralRealsAreIntegers) {
  EXPECT_EQ(Json(3.0).as_int(), 3);
  EXPECT_EQ(Json(3.5).as_int(9), 9);
  EXPECT_EQ(Json(1e300).as_int(9), 9);
  EXPECT_EQ(Json(9223372036854775808.0).as_int(9), 9);
  EXPECT_EQ(Json(-9223372036854775808.0).as_int(9), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(Json(std::nan("")).as_int(9), 9);
  EXPECT_EQ(Json(std::numeric_limits<double>::infinity()).as_int(9), 9);
  EXPECT_EQ(Json(7).as_double(), 7.0);
}

TEST(JsonValueTest, ObjectsKeepOrderAndReplace) {
  Json v;
  v.set("b", 1).set("a", 2).set("b", 3);
  EXPECT_EQ(v.dump(), R"({"b":3,"a":2})");
  EXPECT_TRUE(v.has("a"));
  EXPECT_FALSE(v.has("c"));
  EXPECT_TRUE(Json::object({{"n", nullptr}}).has("n"));
  EXPECT_EQ(v.find("c"), nullptr);
  *v.find("a") = "x";
  EXPECT_TRUE(v.erase("b"));
  EXPECT_FALSE(v.erase("b"));
  EXPECT_EQ(v.dump(), R"({"a":"x"})");
  EXPECT_EQ(Json::object({{"a", 1}, {"a", 2}}).size(), 1u);
}

TEST(JsonValueTest, WritingReplacesOtherTypes) {
  Json v("text");
  v.push(1).push("b");
  EXPECT_EQ(v.dump(), R"([1,"b"])");
  v.set("k", Json::array({1, 2.5, true}));
  EXPECT_EQ(v.dump(), R"({"k":[1,2.5,true]})");
  EXPECT_EQ(v.find("k")->mutable_items().size(), 3u);
  EXPECT_FALSE(Json(5).erase("a"));
}

TEST(JsonValueTest, CopiesAreDeep) {
  const Json original = Json::parse(R"({"a":[1,{"b":"x"}],"r":1.5,"t":true})");
  Json copy = original;
  copy.find("a")->mutable_items()[1].set("b", "y");
  EXPECT_EQ(original["a"].at(1)["b"].as_string(), "x");
  EXPECT_EQ(copy["a"].at(1)["b"].as_string(), "y");
  EXPECT_EQ(copy["r"].as_double(), 1.5);
  EXPECT_TRUE(copy["t"].as_bool());
}

TEST(JsonValueTest, MovedFromIsNull) {
  Json a = Json::array({1});
  const Json b = std::move(a);
  EXPECT_TRUE(a.is_null());  // NOLINT(bugprone-use-after-move): that it is null is the point
  EXPECT_EQ(b.size(), 1u);
  EXPECT_EQ(a.dump(), "null");
}

TEST(JsonValueTest, MayBeAssignedFromItsOwnPart) {
  Json v = Json::parse(R"({"a":{"b":[1,2]}})");
  v = v["a"];
  EXPECT_EQ(v.dump(), R"({"b":[1,2]})");
  v = std::move(*v.find("b"));
  EXPECT_EQ(v.dump(), "[1,2]");
  Json& same = v;
  v = same;
  v = std::move(same);
  EXPECT_EQ(v.dump(), "[1,2]");
}

TEST(JsonValueTest, Compares) {
  EXPECT_EQ(Json::parse(R"({"a":1,"b":[2,null]})"), Json::parse(R"({"b":[2,null],"a":1.0})"));
  EXPECT_FALSE(Json(1) == Json("1"));
  EXPECT_FALSE(Json(1) == Json(true));
  EXPECT_FALSE(Json::parse("[1,2]") == Json::parse("[2,1]"));
  EXPECT_FALSE(Json::parse(R"({"a":1})") == Json::parse(R"({"b":1})"));
  EXPECT_FALSE(Json::parse(R"({"a":null})") == Json::parse(R"({"b":null})"));
  EXPECT_FALSE(Json("x") == Json::bad("x"));
  EXPECT_EQ(Json(), Json(nullptr));
}

TEST(JsonPointerTest, FollowsRfc6901) {
  const Json v = Json::parse(R"({"foo":["bar","baz"],"":0,"a/b":1,"m~n":8,"c%d":2,"o":{"0":7}})");
  EXPECT_EQ(v.pointer(""), v);
  EXPECT_EQ(v.pointer("/foo/0").as_string(), "bar");
  EXPECT_EQ(v.pointer("/").as_int(9), 0);
  EXPECT_EQ(v.pointer("/a~1b").as_int(), 1);
  EXPECT_EQ(v.pointer("/m~0n").as_int(), 8);
  EXPECT_EQ(v.pointer("/c%d").as_int(), 2);
  EXPECT_EQ(v.pointer("/o/0").as_int(), 7);
  for (const auto* path :
       {"foo", "/foo/2", "/foo/-", "/foo/00", "/foo/01", "/foo/+1", "/foo/ 1",
        "/foo/99999999999999999999", "/foo/", "/nope/x", "/m~n", "/m~2n", "/o~"}) {
    EXPECT_TRUE(v.pointer(path).is_null()) << path;
  }
}

}  // namespace
}  // namespace stepgate
