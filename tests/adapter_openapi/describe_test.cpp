#include "adapter_room.hpp"

namespace stepgate::adapter_test {
namespace {

using Describe = AdapterRoom;

constexpr const char* kDefinition =
    R"({"apiName": "test", "i18n": {"en_US": {"name": "Test"}}, "primaryAttribute": "mode",
  "invocationPayloadDef": {"flowAttributes": [{"apiName": "mode", "dataType": "string"}],
    "headers": [{"name": "x-api-key"}, {"name": "x-mode"}]},
  "callbackPayloadDef": {}})";

TEST_F(Describe, ReadsTheDefinitionWithCredentials) {
  door.answer(200, kDefinition);
  const Json described = session()->describe(context());
  EXPECT_EQ(described["apiName"].as_string(), "test");
  EXPECT_EQ(described["primaryAttribute"].as_string(), "mode");
  ASSERT_EQ(door.asked.size(), 1u);
  EXPECT_EQ(door.asked[0].method, "GET");
  EXPECT_EQ(door.asked[0].url, "http://h/v2/getServiceDefinition");
  EXPECT_TRUE(door.asked[0].authorize);
  EXPECT_FALSE(door.asked[0].redirects);
}

TEST_F(Describe, LeavesOutAHeaderThatCarriesTheCredentials) {
  door.answer(200, kDefinition);
  const Json described = session()->describe(context());
  ASSERT_EQ(described["headers"].size(), 1u);
  EXPECT_EQ(described["headers"].at(0)["name"].as_string(), "x-mode");
  EXPECT_EQ(described["findings"].at(0)["code"].as_string(), "HEADER_NAME_INVALID");
}

TEST_F(Describe, RefusesByCode) {
  const auto outcome = [&] { return refusal([&] { session()->describe(context()); }); };
  door.answer(401);
  EXPECT_EQ(outcome(), code_status("DEFINITION_UNREACHABLE", STEPGATE_UNAUTHORIZED));
  door.answer(500);
  EXPECT_EQ(outcome(), code_status("DEFINITION_UNREACHABLE", STEPGATE_INVALID));
  door.no_answer(STEPGATE_HTTP_TIMEOUT, "no answer within 10 s");
  EXPECT_EQ(outcome(), code_status("DEFINITION_UNREACHABLE", STEPGATE_RETRYABLE));
  door.answer(200, "nonsense");
  EXPECT_EQ(outcome(), code_status("DEFINITION_UNREADABLE", STEPGATE_INVALID));
  door.answer(200, "{}");
  EXPECT_EQ(outcome(), code_status("DEFINITION_INCOMPLETE", STEPGATE_INVALID));
  door.answer(200, replace_all(kDefinition, "\"primaryAttribute\": \"mode\"",
                               "\"primaryAttribute\": \"x\""));
  EXPECT_EQ(outcome(), code_status("PRIMARY_ATTRIBUTE_INVALID", STEPGATE_INVALID));
}

}  // namespace
}  // namespace stepgate::adapter_test
