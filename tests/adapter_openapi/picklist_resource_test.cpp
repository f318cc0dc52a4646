#include "adapter_room.hpp"

namespace stepgate::adapter_test {
namespace {

using Picklist = AdapterRoom;
using Resource = AdapterRoom;

const Json kAsk = Json::parse(
    R"({"name": "mode", "type": "flow", "mapping": {"outgoing": [{"serviceAttribute": "c", "field": "country"}], "incoming": []}})");

TEST_F(Picklist, IsAskedFor) {
  door.answer(200, R"({"choices": [{"displayValue": {"en_US": "A"}, "submittedValue": 1}]})");
  const Json list = session()->picklist(context(), kAsk);
  EXPECT_EQ(list.dump(),
            R"({"choices":[{"display":{"en_US":"A"},"value":1}],"truncated":false,"findings":[]})");
  EXPECT_EQ(door.asked[0].method, "POST");
  EXPECT_EQ(door.asked[0].url, "http://h/v2/getPicklist");
  EXPECT_TRUE(door.asked[0].authorize);
  EXPECT_EQ(door.asked[0].header("content-type"), "application/json");
  EXPECT_EQ(
      door.asked[0].body,
      R"({"name":"mode","type":"flow","fieldMappingContext":{)"
      R"("invocation":[{"marketoAttribute":"country","serviceAttribute":"c"}],"callback":[]}})");
}

TEST_F(Picklist, LeavesServiceNamesOutWhenUserDriven) {
  door.answer(200, "[]");
  session(Json::object(), Json::parse(R"({"outgoing": {"userDriven": true}})"))
      ->picklist(context(), kAsk);
  EXPECT_EQ(door.asked[0].body.find("serviceAttribute"), std::string::npos);
}

TEST_F(Picklist, RefusesByCode) {
  const auto outcome = [&] { return refusal([&] { session()->picklist(context(), kAsk); }); };
  door.answer(404);
  EXPECT_EQ(outcome(), code_status("PICKLIST_NOT_SERVED", STEPGATE_UNSUPPORTED));
  door.answer(400);
  EXPECT_EQ(outcome(), code_status("PICKLIST_FAILED", STEPGATE_REJECTED));
  door.answer(200, "{}");
  EXPECT_EQ(outcome(), code_status("PICKLIST_FAILED", STEPGATE_REJECTED));
  door.no_answer(STEPGATE_HTTP_TIMEOUT, "late");
  EXPECT_EQ(outcome(), code_status("PICKLIST_FAILED", STEPGATE_REJECTED));
}

TEST_F(Resource, GuideAndIcons) {
  door.answer(200, "<p>\xC3\xA4</p>").headers = {{"content-type", "text/html; charset=utf-8"}};
  const Json guide = session()->resource(context(), Json::object({{"name", "guide"}}));
  EXPECT_EQ(guide["contentType"].as_string(), "text/html; charset=utf-8");
  EXPECT_EQ(from_base64(guide["base64"].as_string()), "<p>\xC3\xA4</p>");
  EXPECT_EQ(door.asked[0].url, "http://h/v2/providerInstructions");
  EXPECT_TRUE(door.asked[0].authorize);
  door.answer(200, std::string("\x89PNG\0", 5));
  const Json icon = session()->resource(context(), Json::object({{"name", "brandIcon"}}));
  EXPECT_EQ(icon["contentType"].as_string(), "application/octet-stream");
  EXPECT_EQ(from_base64(icon["base64"].as_string()), std::string("\x89PNG\0", 5));
  door.answer(200, "x");
  session()->resource(context(), Json::object({{"name", "serviceIcon"}}));
  EXPECT_EQ(door.asked[2].url, "http://h/v2/serviceIcon");
}

TEST_F(Resource, RefusesByCode) {
  const auto outcome = [&](const char* name) {
    return refusal([&] { session()->resource(context(), Json::object({{"name", name}})); });
  };
  door.answer(404);
  EXPECT_EQ(outcome("guide"), code_status("RESOURCE_NOT_SERVED", STEPGATE_UNSUPPORTED));
  door.answer(200, "");
  EXPECT_EQ(outcome("guide"), code_status("RESOURCE_NOT_SERVED", STEPGATE_UNSUPPORTED));
  door.answer(500);
  EXPECT_EQ(outcome("guide"), code_status("RESOURCE_FAILED", STEPGATE_REJECTED));
  door.no_answer(STEPGATE_HTTP_NOT_SENT, "refused");
  EXPECT_EQ(outcome("guide"), code_status("RESOURCE_UNREACHABLE", STEPGATE_RETRYABLE));
  EXPECT_EQ(outcome("other"), code_status("RESOURCE_UNKNOWN", STEPGATE_INVALID));
}

}  // namespace
}  // namespace stepgate::adapter_test
