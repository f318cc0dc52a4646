#include "protocol/status.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace stepgate::protocol {
namespace {

TEST(Status, ReadsNotices) {
  const Json status = read_status(
      R"({"info": ["a", "b"], "warnings": ["w"], "errors": [], "deprecationMessage": "bye",
          "deprecationDate": "2030-01-31T10:00:00+02:00"})");
  EXPECT_EQ(
      status.dump(),
      R"({"healthy":true,"info":["a","b"],"warnings":["w"],"errors":[],"deprecationMessage":"bye",)"
      R"("deprecationDate":"2030-01-31T08:00:00Z","findings":[]})");
}

TEST(Status, IsHealthyWhateverItSays) {
  const std::map<std::string, std::string> bodies = {
      {"", "STATUS_EMPTY"},
      {"  \n", "STATUS_EMPTY"},
      {"{}", "STATUS_SHAPE"},
      {R"({"status": "ok"})", "STATUS_SHAPE"},
      {R"({"status": 200})", "STATUS_SHAPE"},
      {"null", "STATUS_SHAPE"},
      {"[]", "STATUS_SHAPE"},
      {"\"OK\"", "STATUS_SHAPE"},
      {"<html>fine</html>", "STATUS_NOT_JSON"},
      {R"({"warn": [], "error": ""})", "STATUS_KEYS"},
  };
  for (const auto& [body, code] : bodies) {
    Json status = read_status(body);
    ASSERT_EQ(status["findings"].size(), 1u) << body;
    EXPECT_EQ(status["findings"].at(0)["code"].as_string(), code) << body;
    EXPECT_EQ(status["findings"].at(0)["severity"].as_string(), "warning") << body;
    status.set("findings", Json::array());
    EXPECT_EQ(status.dump(),
              R"({"healthy":true,"info":[],"warnings":[],"errors":[],"deprecationMessage":null,)"
              R"("deprecationDate":null,"findings":[]})")
        << body;
  }
  const Json nulls = read_status(R"({"info": null, "errors": {}, "deprecationDate": ""})");
  EXPECT_TRUE(nulls["healthy"].as_bool());
  EXPECT_EQ(nulls["findings"].size(), 0u);
}

TEST(Status, ReadsOddShapes) {
  const Json status = read_status(
      R"({"info": "one", "warn": ["w1"], "warnings": ["w2"], "error": {"message": "e1"}, "errors": [{"code": 5}, 7, null, ""]})");
  EXPECT_EQ(status["info"].dump(), R"(["one"])");
  EXPECT_EQ(status["warnings"].dump(), R"(["w2","w1"])");
  EXPECT_EQ(status["errors"].dump(), R"(["{\"code\":5}","7","e1"])");
}

TEST(Status, ADateAloneIsTheEndOfThatDay) {
  EXPECT_EQ(read_status(R"({"deprecationDate": "2030-02-28"})")["deprecationDate"].as_string(),
            "2030-02-28T23:59:59Z");
}

TEST(Status, AnUnreadableDateIsSaidAndChangesNothing) {
  for (const char* date : {"\"soon\"", "\"2030-02-30\"", "1234567890123", "[1]"}) {
    const Json status = read_status(R"({"deprecationDate": )" + std::string(date) + "}");
    EXPECT_TRUE(status["deprecationDate"].is_null()) << date;
    EXPECT_EQ(status["findings"].at(0)["code"].as_string(), "DEPRECATION_DATE_UNREADABLE") << date;
  }
}

TEST(Status, IsBounded) {
  std::string list = "[";
  for (int i = 0; i < 1000; ++i) list += '"' + std::string(5000, 'x') + "\",";
  const Json status = read_status(R"({"info": )" + list + "\"y\"]}");
  EXPECT_EQ(status["info"].size(), 100u);
  EXPECT_EQ(status["info"].at(0).as_string().size(), 2000u);
}

}  // namespace
}  // namespace stepgate::protocol
