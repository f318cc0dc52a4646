#include "protocol/answer.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "stepgate/abi.h"

namespace stepgate::protocol {
namespace {

TEST(Answer, IsASmallObjectForEachOutcome) {
  const std::pair<int, int> rows[] = {
      {STEPGATE_ANSWER_OK, 200},        {STEPGATE_ANSWER_DUPLICATE, 200},
      {STEPGATE_ANSWER_LATE, 200},      {STEPGATE_ANSWER_CONFLICT, 409},
      {STEPGATE_ANSWER_BAD_TOKEN, 401}, {STEPGATE_ANSWER_UNREADABLE, 400},
      {STEPGATE_ANSWER_TOO_LARGE, 413}, {STEPGATE_ANSWER_UNKNOWN, 404},
      {STEPGATE_ANSWER_BUSY, 503},      {99, 500},
  };
  for (const auto& [answer, status] : rows) {
    const Json json = Json::parse(write_answer(answer, "r-1", ""));
    EXPECT_EQ(json["requestId"].as_string(), "r-1");
    EXPECT_EQ(json["status"].as_int(), status);
    EXPECT_FALSE(json["message"].as_string().empty());
    EXPECT_EQ(json.has("duplicate"), answer == STEPGATE_ANSWER_DUPLICATE);
    EXPECT_EQ(json.has("late"), answer == STEPGATE_ANSWER_LATE);
  }
}

TEST(Answer, CarriesTheHostsWords) {
  EXPECT_EQ(write_answer(STEPGATE_ANSWER_LATE, "a\"b", "w\u00f6rds"),
            "{\"requestId\":\"a\\\"b\",\"status\":200,\"message\":\"w\u00f6rds\",\"late\":true}");
}

}  // namespace
}  // namespace stepgate::protocol
