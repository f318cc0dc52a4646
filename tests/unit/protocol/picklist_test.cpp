#include "protocol/picklist.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace stepgate::protocol {
namespace {

const Json kRequest = Json::parse(R"({"name": "codeFormat", "type": "flow", "mapping": {
  "outgoing": [{"serviceAttribute": "country", "field": "country", "active": true},
               {"serviceAttribute": "city", "field": null, "active": true},
               {"serviceAttribute": "off", "field": "state", "active": false}],
  "incoming": [{"serviceAttribute": "code", "field": "countryCode"}]}})");

TEST(PicklistRequest, NamesTheMappedFields) {
  EXPECT_EQ(write_picklist_request(kRequest, {}),
            R"({"name":"codeFormat","type":"flow","fieldMappingContext":{)"
            R"("invocation":[{"marketoAttribute":"country","serviceAttribute":"country"}],)"
            R"("callback":[{"marketoAttribute":"countryCode","serviceAttribute":"code"}]}})");
}

TEST(PicklistRequest, LeavesServiceNamesOutWhenUserDriven) {
  const Json definition =
      Json::parse(R"({"outgoing": {"userDriven": true}, "incoming": {"userDriven": false}})");
  const Json body = Json::parse(write_picklist_request(kRequest, definition));
  EXPECT_FALSE(body["fieldMappingContext"]["invocation"].at(0).has("serviceAttribute"));
  EXPECT_TRUE(body["fieldMappingContext"]["callback"].at(0).has("serviceAttribute"));
}

TEST(PicklistRequest, LivesWithoutAMapping) {
  EXPECT_EQ(
      write_picklist_request(Json::parse(R"({"name": "a", "type": "global"})"), {}),
      R"({"name":"a","type":"global","fieldMappingContext":{"invocation":[],"callback":[]}})");
}

TEST(Picklist, KeepsTheTypeOfValues) {
  const Json list = read_picklist(
      R"({"choices": [{"displayValue": {"en_US": "A", "de_DE": "B"}, "submittedValue": "a"},
                      {"displayValue": {"en_US": "N"}, "submittedValue": 5},
                      {"displayValue": {"en_US": "R"}, "submittedValue": 1.5},
                      {"displayValue": {"en_US": "T"}, "submittedValue": true}]})",
      "s");
  EXPECT_EQ(
      list.dump(),
      R"({"choices":[{"display":{"en_US":"A","de_DE":"B"},"value":"a"},{"display":{"en_US":"N"},"value":5},)"
      R"({"display":{"en_US":"R"},"value":1.5},{"display":{"en_US":"T"},"value":true}],)"
      R"("truncated":false,"findings":[]})");
}

TEST(Picklist, ReadsLooseChoices) {
  const Json list = read_picklist(
      R"([{"displayValue": "Plain", "submittedValue": "p"}, {"submittedValue": 7}, {"displayValue": "Only"}, "word", 8])",
      "s");
  EXPECT_EQ(
      list["choices"].dump(),
      R"([{"display":{"en_US":"Plain"},"value":"p"},{"display":{"en_US":"7"},"value":7},)"
      R"({"display":{"en_US":"Only"},"value":"Only"},{"display":{"en_US":"word"},"value":"word"},)"
      R"({"display":{"en_US":"8"},"value":8}])");
  EXPECT_EQ(list["findings"].at(0)["code"].as_string(), "CHOICES_BARE");
  EXPECT_EQ(list["findings"].at(1)["code"].as_string(), "CHOICES_LOOSE");
  EXPECT_EQ(list["findings"].size(), 2u);
}

TEST(Picklist, IgnoresWhatCanNotBeSent) {
  const Json list = read_picklist(
      R"({"choices": [{"submittedValue": {}}, {}, null, {"displayValue": "x", "submittedValue": [1]}, "ok"]})",
      "s");
  EXPECT_EQ(list["choices"].size(), 1u);
  EXPECT_EQ(list["findings"].at(1)["code"].as_string(), "CHOICES_IGNORED");
  EXPECT_FALSE(list["truncated"].as_bool());
}

TEST(Picklist, KeepsAThousand) {
  std::string body = "[";
  for (int i = 0; i < 1500; ++i) body += std::to_string(i) + ",";
  const Json list = read_picklist(body + "1]", "s");
  EXPECT_EQ(list["choices"].size(), 1000u);
  EXPECT_TRUE(list["truncated"].as_bool());
}

TEST(Picklist, FailsWithoutAList) {
  for (const char* body :
       {"", "{}", R"({"choices": null})", R"({"choices": "x"})", "nonsense", "5"}) {
    try {
      read_picklist(body, "s");
      FAIL() << body;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), "PICKLIST_FAILED") << body;
    }
  }
  EXPECT_EQ(read_picklist(R"({"choices": []})", "s")["choices"].size(), 0u);
}

}  // namespace
}  // namespace stepgate::protocol
