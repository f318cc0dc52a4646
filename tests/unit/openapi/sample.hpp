// A complete document of a service, to be changed by each test, and helpers to look at findings.
#pragma once
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/json.hpp"
#include "openapi/discovery.hpp"

namespace stepgate::openapi::testing {

inline constexpr std::string_view kUrl = "http://127.0.0.1:9000/v2/openapi.json";

/// Marketo would take this one as it is.
inline constexpr std::string_view kSample = R"({
  "openapi": "3.0.1",
  "info": {"title": "Country Codes", "description": "Names to codes", "version": "1.2.0",
           "x-providerName": "Example Ltd", "x-schemaVersion": "1.0.0",
           "x-supportContact": "help@example.com", "termsOfService": "https://example.com/terms"},
  "security": [{"key": []}],
  "paths": {
    "/submitAsyncAction": {"post": {
      "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/async"}}}},
      "callbacks": {"done": {"{$request.body#/callbackUrl}": {"post": {}}}},
      "responses": {"201": {}, "400": {}, "401": {}, "403": {}, "429": {}, "500": {}}}},
    "/getServiceDefinition": {"get": {"responses": {"200": {"content": {"application/json": {
      "schema": {"$ref": "#/components/schemas/serviceDefinition"}}}}}}},
    "/status": {"get": {"responses": {"200": {"content": {"application/json": {
      "schema": {"$ref": "#/components/schemas/serviceStatus"}}}}}}},
    "/getPicklist": {"post": {"responses": {"200": {"content": {"application/json": {
      "schema": {"$ref": "#/components/schemas/picklistObject"}}}}}}},
    "/brandIcon": {"get": {"responses": {"200": {"content": {"image/*": {}}}}}},
    "/providerInstructions": {"get": {"responses": {"200": {"content": {"text/html": {}}}}}}
  },
  "components": {
    "schemas": {"async": {}, "serviceDefinition": {}, "serviceStatus": {}, "picklistObject": {}},
    "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-API-Key"}}}
})";

inline Json sample() { return Json::parse(kSample); }

/// The member at a path of plain keys, made when it is not there.
inline Json& at(Json& root, std::initializer_list<std::string_view> path) {
  Json* node = &root;
  for (const std::string_view key : path) {
    if (node->find(key) == nullptr) node->set(key, Json());
    node = node->find(key);
  }
  return *node;
}

inline Json discover_json(const Json& document, std::string_view url = kUrl) {
  return discover(document.dump(), url);
}

/// The code of what discover throws; empty when it does not.
inline std::string refusal(std::string_view text, std::string_view url = kUrl) {
  try {
    discover(text, url);
  } catch (const Error& error) {
    EXPECT_FALSE(error.subject().empty());
    EXPECT_FALSE(error.fact().empty());
    EXPECT_FALSE(error.remedy().empty());
    return error.code();
  }
  return {};
}

inline const Json& finding(const Json& discovery, std::string_view code) {
  static const Json none;
  for (const Json& one : discovery["findings"].items()) {
    if (one["code"].as_string() == code) return one;
  }
  return none;
}

}  // namespace stepgate::openapi::testing
