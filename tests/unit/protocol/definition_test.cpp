#include "protocol/definition.hpp"

#include "definition_sample.hpp"

namespace stepgate::protocol::testing {
namespace {

TEST(Definition, IsPutIntoTheHostsWords) {
  const Json described = read_definition(kDefinition, "s");
  const Json expected = Json::parse(R"({
    "apiName": "country-codes",
    "names": {"en_US": {"name": "Country Codes", "filterName": "Was Coded", "triggerName": "Is Coded", "description": "d"},
              "de_DE": {"name": "L\u00e4ndercodes", "filterName": "", "triggerName": "", "description": ""}},
    "primaryAttribute": "codeFormat", "caBundle": "https://example.com/ca.pem",
    "outgoing": {"userDriven": false, "fields": [
      {"serviceAttribute": "country", "description": {"en_US": "The country"}, "dataType": "string", "suggestion": "country", "required": true}]},
    "incoming": {"userDriven": false, "fields": [
      {"serviceAttribute": "code", "description": {"en_US": "The code"}, "dataType": "string", "suggestion": ""}]},
    "flowAttributes": [
      {"name": "codeFormat", "labels": {"en_US": {"name": "Format", "description": "Which one", "tooltip": "tip"}},
       "dataType": "string", "hasPicklist": true, "enforcePicklist": true, "required": false}],
    "globalAttributes": [
      {"name": "limit", "labels": {}, "dataType": "integer", "hasPicklist": false, "enforcePicklist": false, "required": false}],
    "headers": [
      {"name": "x-mode", "labels": {"en_US": {"name": "", "description": "The mode", "tooltip": ""}},
       "dataType": "string", "hasPicklist": false, "enforcePicklist": false, "required": false}],
    "activityAttributes": [
      {"name": "matchedBy", "labels": {"en_US": {"name": "Matched by", "description": "", "tooltip": ""}}, "dataType": "string"}],
    "contexts": {"program": false, "campaign": true, "trigger": false, "programMember": false, "subscription": true, "myTokens": ["Event Date"]},
    "findings": []})");
  for (const auto& [key, value] : expected.members())
    EXPECT_EQ(described[key], value) << key << ' ' << described[key].dump();
  EXPECT_EQ(described.size(), expected.size());
}

TEST(Definition, IsRefusedWhenItCanNotWork) {
  const std::pair<const char*, const char*> rows[] = {
      {"", "DEFINITION_UNREADABLE"},
      {"<html>", "DEFINITION_UNREADABLE"},
      {"[]", "DEFINITION_UNREADABLE"},
      {"\"text\"", "DEFINITION_UNREADABLE"},
      {"{}", "DEFINITION_INCOMPLETE"},
      {R"({"apiName": "a", "primaryAttribute": "p"})", "DEFINITION_INCOMPLETE"},
      {R"({"invocationPayloadDef": {}, "primaryAttribute": "p"})", "DEFINITION_INCOMPLETE"},
      {R"({"apiName": "a", "invocationPayloadDef": {}})", "PRIMARY_ATTRIBUTE_INVALID"},
      {R"({"apiName": "a", "invocationPayloadDef": {"flowAttributes": [{"apiName": "f"}]}, "primaryAttribute": "F"})",
       "PRIMARY_ATTRIBUTE_INVALID"},
  };
  for (const auto& [body, code] : rows) EXPECT_EQ(refusal(body), code) << body;
}

TEST(Definition, ErrorsNameWhatIsMissing) {
  try {
    read_definition(R"({"x": 1})", "http://h/getServiceDefinition");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.subject(), "http://h/getServiceDefinition");
    EXPECT_NE(error.fact().find("apiName, invocationPayloadDef"), std::string::npos)
        << error.fact();
  }
  try {
    read_definition(
        R"({"apiName": "a", "invocationPayloadDef": {"flowAttributes": [{"apiName": "f"}, {"apiName": "g"}]},
                        "primaryAttribute": "h"})",
        "s");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.fact().find("`h`"), std::string::npos);
    EXPECT_NE(error.remedy().find("f, g"), std::string::npos);
  }
}

}  // namespace
}  // namespace stepgate::protocol::testing
