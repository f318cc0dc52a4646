#include "adapter_room.hpp"

namespace stepgate::adapter_test {
namespace {

using Status = AdapterRoom;

TEST_F(Status, SaysWhatTheServiceSays) {
  door.answer(200, R"({"warnings": ["slow today"], "deprecationDate": "2030-01-31"})");
  const Json status = session()->status(context(), Json::object({{"authorize", true}}));
  EXPECT_TRUE(status["healthy"].as_bool());
  EXPECT_EQ(status["httpStatus"].as_int(), 200);
  EXPECT_TRUE(status["millis"].is_int());
  EXPECT_EQ(status["warnings"].dump(), R"(["slow today"])");
  EXPECT_EQ(status["deprecationDate"].as_string(), "2030-01-31T23:59:59Z");
  EXPECT_EQ(door.asked[0].url, "http://h/v2/status");
  EXPECT_TRUE(door.asked[0].authorize);
}

TEST_F(Status, CanBeAskedWithoutCredentials) {
  door.answer(204);
  const Json status = session()->status(context(), Json::object({{"authorize", false}}));
  EXPECT_TRUE(status["healthy"].as_bool());
  EXPECT_EQ(status["httpStatus"].as_int(), 204);
  EXPECT_FALSE(door.asked[0].authorize);
}

TEST_F(Status, RefusesByCode) {
  const auto outcome = [&] {
    return refusal([&] { session()->status(context(), Json::object()); });
  };
  door.answer(401).headers = {{"www-authenticate", "Basic realm=\"staff\""}};
  EXPECT_EQ(outcome(), code_status("STATUS_UNAUTHORIZED", STEPGATE_UNAUTHORIZED));
  door.answer(403);
  EXPECT_EQ(outcome(), code_status("STATUS_UNAUTHORIZED", STEPGATE_UNAUTHORIZED));
  door.answer(404);
  EXPECT_EQ(outcome(), code_status("STATUS_FAILED", STEPGATE_REJECTED));
  door.answer(302);
  EXPECT_EQ(outcome(), code_status("STATUS_FAILED", STEPGATE_REJECTED));
  door.answer(200, R"({"info": [)").error = "the peer closed the connection";
  EXPECT_EQ(outcome(), code_status("STATUS_UNREACHABLE", STEPGATE_RETRYABLE));
  door.no_answer(STEPGATE_HTTP_NOT_SENT, "connection refused");
  EXPECT_EQ(outcome(), code_status("STATUS_UNREACHABLE", STEPGATE_RETRYABLE));
}

}  // namespace
}  // namespace stepgate::adapter_test
