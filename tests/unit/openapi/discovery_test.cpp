#include "openapi/discovery.hpp"

#include "base/crypto.hpp"
#include "sample.hpp"

namespace stepgate::openapi {
namespace {

using testing::at;

TEST(Discovery, SaysWhatTheHostNeeds) {
  const Json found = discover(testing::kSample, testing::kUrl);
  const Json expected = Json::parse(R"({
    "kind": "openapi", "url": "http://127.0.0.1:9000/v2/openapi.json",
    "title": "Country Codes", "description": "Names to codes", "version": "1.2.0",
    "providerName": "Example Ltd", "schemaVersion": "1.0.0",
    "supportContact": {"email": "help@example.com", "url": ""},
    "termsOfService": "https://example.com/terms",
    "baseUrl": "http://127.0.0.1:9000/v2",
    "security": {"name": "key", "kind": "apiKey", "in": "header", "parameter": "X-API-Key"},
    "paths": {"picklist": true, "guide": true, "brandIcon": true, "serviceIcon": false},
    "documentSha256": "", "findings": []})");
  for (const auto& [key, value] : expected.members()) {
    const bool hashed = key == "documentSha256";
    EXPECT_EQ(found[key], hashed ? Json(sha256_hex(testing::kSample)) : value) << key;
  }
  EXPECT_EQ(found.size(), expected.size());
}

constexpr const char* kYaml = R"(# written by hand
openapi: 3.0.1
info:
  title: Phone Check
  version: 2.0
  x-providerName: "Numbers & Co"
  x-schemaVersion: 1.0.0
  x-supportContact: https://numbers.example.com/help
servers:
  - url: /api/
security:
  - login: []
paths:
  /submitAsyncAction: &op
    post: {}
  /getServiceDefinition: *op
  /status: *op
components:
  securitySchemes:
    login: {type: http, scheme: basic, x-realm-required: no}
)";

TEST(Discovery, ReadsYaml) {
  const Json found = discover(kYaml, "https://numbers.example.com/deep/spec");
  EXPECT_EQ(found["title"].as_string(), "Phone Check");
  EXPECT_EQ(found["version"].as_string(), "2.0");
  EXPECT_EQ(found["schemaVersion"].as_string(), "1.0.0");
  EXPECT_EQ(found["providerName"].as_string(), "Numbers & Co");
  EXPECT_EQ(found["supportContact"]["url"].as_string(), "https://numbers.example.com/help");
  EXPECT_EQ(found["baseUrl"].as_string(), "https://numbers.example.com/api");
  EXPECT_EQ(found["security"]["realm"].as_string(), "optional");  // `no` is a word, not false
  EXPECT_EQ(found["paths"]["picklist"].as_bool(true), false);
}

TEST(Discovery, ReadsSupportContactsOfAllShapes) {
  const auto contact = [](const char* info) {
    Json document = testing::sample();
    at(document, {"info"}) = Json::parse(info);
    return testing::discover_json(document)["supportContact"].dump();
  };
  EXPECT_EQ(contact(R"({"x-supportContact": "mailto:a@b.c"})"), R"({"email":"a@b.c","url":""})");
  EXPECT_EQ(contact(R"({"x-supportContact": "https://u@h/x"})"),
            R"({"email":"","url":"https://u@h/x"})");
  EXPECT_EQ(
      contact(R"({"x-supportContact": {"x-supportEmail": "a@b.c", "x-supportPage": "https://h"}})"),
      R"({"email":"a@b.c","url":"https://h"})");
  EXPECT_EQ(contact(R"({"x-supportContact": {"supportEmail": "a@b.c"}})"),
            R"({"email":"a@b.c","url":""})");
  EXPECT_EQ(contact(R"({"supportEmail": "a@b.c", "supportPage": "https://h"})"),
            R"({"email":"a@b.c","url":"https://h"})");
  EXPECT_EQ(contact(R"({"x-supportContact": ["odd"]})"), R"({"email":"","url":""})");
}

TEST(Discovery, SaysThatASupportContactIsNoText) {
  const auto said = [](const char* info) {
    Json document = testing::sample();
    const Json changes = Json::parse(info);
    for (const auto& [key, value] : changes.members()) at(document, {"info"}).set(key, value);
    std::size_t times = 0;
    const Json found = testing::discover_json(document);
    for (const Json& one : found["findings"].items())
      times += one["code"].as_string() == "SUPPORT_CONTACT_FORM" ? 1 : 0;
    return times;
  };
  EXPECT_EQ(said(R"({"x-supportContact": "a@b.c"})"), 0u);
  EXPECT_EQ(said(R"({"x-supportContact": "a@b.c", "supportPage": "https://h"})"), 0u);
  EXPECT_EQ(said(R"({"x-supportContact": {"x-supportEmail": "a@b.c"}})"), 1u);
  EXPECT_EQ(said(R"({"x-supportContact": "", "supportEmail": "a@b.c"})"), 1u);
}

TEST(Discovery, NamesEveryMissingPath) {
  Json document = testing::sample();
  at(document, {"paths"}).erase("/status");
  at(document, {"paths"}).erase("/submitAsyncAction");
  try {
    testing::discover_json(document);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "PATH_MISSING");
    EXPECT_NE(error.fact().find("/submitAsyncAction, /status"), std::string::npos) << error.fact();
  }
}

TEST(Discovery, RefusesWithACodeOfItsOwn) {
  EXPECT_EQ(testing::refusal("", testing::kUrl), "DOCUMENT_UNREADABLE");
  EXPECT_EQ(testing::refusal("<html>", testing::kUrl), "NOT_OPENAPI");
  EXPECT_EQ(testing::refusal("hello", testing::kUrl), "NOT_OPENAPI");
  EXPECT_EQ(testing::refusal(R"({"swagger": "2.0"})", testing::kUrl),
            "OPENAPI_VERSION_UNSUPPORTED");
  EXPECT_EQ(testing::refusal(R"({"openapi": "3.0.0"})", testing::kUrl), "PATH_MISSING");
  EXPECT_EQ(testing::refusal(testing::kSample, "ftp://h/x"), "URL_INVALID");
}

TEST(Discovery, LivesWithOddTypes) {
  Json document = testing::sample();
  at(document, {"info"}) = Json::parse(R"([1])");
  at(document, {"servers"}) = "x";
  at(document, {"components", "schemas"}) = Json();
  const Json found = testing::discover_json(document);
  EXPECT_EQ(found["title"].as_string(), "");
  EXPECT_EQ(found["baseUrl"].as_string(), "http://127.0.0.1:9000/v2");
  EXPECT_TRUE(testing::finding(found, "TITLE_MISSING").is_object());
}

TEST(Discovery, CutsLongTexts) {
  Json document = testing::sample();
  at(document, {"info", "title"}) = std::string(100'000, 'x');
  EXPECT_EQ(testing::discover_json(document)["title"].as_string().size(), 255u);
}

}  // namespace
}  // namespace stepgate::openapi
