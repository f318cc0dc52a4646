// service install when something is missing or refused: the draft stays, and the way on is told.
#include <gtest/gtest.h>

#include "cli/failure.hpp"
#include "scripted_service.hpp"

namespace stepgate::cli {
namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

class InstallMissing : public testing::Test {
 protected:
  InstallMissing() { script_service(host_); }
  Ran install(std::vector<std::string> more) {
    more.insert(more.begin(), {"service", "install", "http://s/openapi.json"});
    return Shell(host_.url()).run(more);
  }
  ScriptedHost host_;
};

TEST_F(InstallMissing, CredentialsWithoutATerminal) {
  const auto ran = install({"--create-fields"});
  EXPECT_EQ(ran.code, kRefused);
  EXPECT_TRUE(has(ran.out, "✗ credentials: the service wants --api-key"));
  EXPECT_TRUE(has(ran.out,
                  "Go on with:\n  stepgate service install http://s/openapi.json --create-fields "
                  "--api-key @FILE --yes\n"))
      << ran.out;
  EXPECT_EQ(host_.count("PUT /services/4/credential"), 0);
}

TEST_F(InstallMissing, MappingsThatNobodyConfirmed) {
  const auto ran = install({"--api-key", "k"});
  EXPECT_EQ(ran.code, kRefused);
  EXPECT_TRUE(has(ran.out, "  - the mapping has not been confirmed. Confirm it [MAPPING_NOT_"));
  EXPECT_EQ(host_.count("POST /services/4/activate"), 0);
}

TEST_F(InstallMissing, WhatTheHostSaysIsMissing) {
  auto draft = service_view("draft");
  draft.set("missing", Json::array({Json::object({{"code", "OPTION_REQUIRED"},
                                                  {"subject", "X-Source"},
                                                  {"message", "the header parameter is required"}}),
                                    Json::object({{"code", "MAPPING_REQUIRED"},
                                                  {"subject", "country"},
                                                  {"message", "country has no field"}})}));
  host_.on("GET /services/4", draft);
  host_.refuse("POST /services/4/activate", 409, "SERVICE_INCOMPLETE");
  const auto ran = install({"--api-key", "k", "--yes"});
  EXPECT_EQ(ran.code, kRefused);
  EXPECT_TRUE(has(ran.out, "--header X-Source=VALUE --map-out country=FIELD --yes")) << ran.out;
}

TEST_F(InstallMissing, RefusedCredentialsShowTheirSteps) {
  host_.refuse(
      "PUT /services/4/credential", 422, "CREDENTIALS_REFUSED",
      Json::array({Json::object({{"step", "configuration"}, {"ok", true}, {"message", "complete"}}),
                   Json::object({{"step", "status"},
                                 {"ok", false},
                                 {"http", 401},
                                 {"millis", 8},
                                 {"message", "unauthorized"}})}));
  const auto ran = install({"--api-key", "wrong", "--yes"});
  EXPECT_EQ(ran.code, kRefused);
  EXPECT_TRUE(has(ran.out, "✓ configuration: complete"));
  EXPECT_TRUE(has(ran.out, "✗ status: unauthorized, HTTP 401, 8 ms"));
  EXPECT_TRUE(has(ran.err, "[CREDENTIALS_REFUSED]"));
  EXPECT_EQ(host_.count("POST /services/4/definition"), 0);
}

TEST_F(InstallMissing, CredentialsThatNobodyAskedFor) {
  const auto ran = install({"--password", "x"});
  EXPECT_EQ(ran.code, kUsage);
  EXPECT_TRUE(has(ran.err,
                  "--password: is nothing that the service asks for. It asks for "
                  "--api-key."));
}

TEST_F(InstallMissing, AFieldOfAnotherTypeIsNotTaken) {
  auto mapping = service_mapping({});
  mapping.set("fields", Json::array({Json::object({{"name", "Region"}, {"dataType", "integer"}})}));
  host_.on("GET /services/4/mapping", mapping);
  const auto ran = install({"--api-key", "k", "--create-fields", "--draft"});
  EXPECT_EQ(ran.code, kOk);
  EXPECT_TRUE(has(ran.out, "the field Region is of type integer, region of type string"));
  EXPECT_EQ(host_.count("POST /fields"), 0);
}

TEST_F(InstallMissing, ADocumentThatIsRefused) {
  host_.refuse("POST /services", 422, "OPENAPI_UNREADABLE");
  const auto ran = install({});
  EXPECT_EQ(ran.code, kRefused);
  EXPECT_TRUE(has(ran.err,
                  "error: the subject: is what it is. Do something else. "
                  "[OPENAPI_UNREADABLE]"));
}

}  // namespace
}  // namespace stepgate::cli
