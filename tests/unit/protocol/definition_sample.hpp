// A definition that needs no tolerance, to be changed by each test.
#pragma once
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/json.hpp"
#include "protocol/definition.hpp"

namespace stepgate::protocol::testing {

inline constexpr std::string_view kDefinition = R"({
  "apiName": "country-codes",
  "i18n": {"en_US": {"name": "Country Codes", "filterName": "Was Coded", "triggerName": "Is Coded", "description": "d"},
           "de_DE": {"name": "L\u00e4ndercodes"}},
  "caBundle": "https://example.com/ca.pem",
  "primaryAttribute": "codeFormat",
  "invocationPayloadDef": {
    "flowAttributes": [{"apiName": "codeFormat", "dataType": "string", "hasPicklist": true, "enforcePicklistSelect": true,
      "i18n": {"en_US": {"name": "Format", "description": "Which one", "uiTooltip": "tip"}}}],
    "globalAttributes": [{"apiName": "limit", "dataType": "integer"}],
    "headers": [{"name": "x-mode", "description": {"en_US": "The mode"}}],
    "fields": [{"serviceAttribute": "country", "dataType": "string", "description": {"en_US": "The country"},
      "suggestedMarketoAttribute": "country", "required": true}],
    "userDrivenMapping": false, "campaignContext": true, "subscriptionContext": true, "myTokenContext": ["Event Date"]},
  "callbackPayloadDef": {
    "attributes": [{"apiName": "matchedBy", "dataType": "string", "i18n": {"en_US": {"name": "Matched by"}}}],
    "fields": [{"serviceAttribute": "code", "dataType": "string", "description": {"en_US": "The code"}}]}
})";

inline Json definition() { return Json::parse(kDefinition); }

inline Json& at(Json& root, std::initializer_list<std::string_view> path) {
  Json* node = &root;
  for (const std::string_view key : path) {
    if (node->find(key) == nullptr) node->set(key, Json());
    node = node->find(key);
  }
  return *node;
}

inline Json describe(const Json& definition, std::string_view credential = {}) {
  return read_definition(definition.dump(), "s", credential);
}

inline std::string refusal(std::string_view body) {
  try {
    read_definition(body, "s");
  } catch (const Error& error) {
    EXPECT_FALSE(error.fact().empty());
    EXPECT_FALSE(error.remedy().empty());
    return error.code();
  }
  return {};
}

/// "CODE CODE ..." of the findings.
inline std::string codes(const Json& described) {
  std::string all;
  for (const Json& one : described["findings"].items()) {
    all += (all.empty() ? "" : " ") + one["code"].as_string();
  }
  return all;
}

}  // namespace stepgate::protocol::testing
