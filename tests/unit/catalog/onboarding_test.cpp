// Onboarding: every refusal leaves the service as it was, and what an admin did outlives a new
// definition.
#include "catalog_room.hpp"

namespace stepgate::catalog::testing {
namespace {

class OnboardingTest : public CatalogTest {
 protected:
  static Json definition() {
    auto json = protocol::testing::definition();
    json.erase("caBundle");
    return json;
  }
  std::string log_text(flow::ServiceId service) {
    std::string all;
    for (const auto& item : db().service_log().query({.service = service}))
      all += item.entry.code + item.entry.message + " ";
    return all;
  }
};

TEST_F(OnboardingTest, ADocumentThatIsRefusedStoresNothing) {
  for (const auto& [status, body] :
       {std::pair{404, "{}"}, {200, "<html></html>"}, {200, ""}, {200, R"({"swagger": "2.0"})"}}) {
    service_.on("/openapi.json", status, body);
    EXPECT_NE(code_of([this] { install(); }), "") << body;
    EXPECT_TRUE(db().services().list().empty());
  }
}

TEST_F(OnboardingTest, AServiceWithoutSecurityMustBeAccepted) {
  auto document = openapi::testing::sample();
  document.erase("security");
  document.set("servers", Json::array({Json::object({{"url", service_.url("")}})}));
  service_.on("/openapi.json", 200, document.dump());
  EXPECT_EQ(code_of([this] { install(); }), "SECURITY_MISSING");
  const auto draft = onboarding_->install(
      Json::object({{"url", service_.url()}, {"name", "Open"}, {"acceptNoSecurity", true}}));
  EXPECT_EQ(draft["missing"].at(0)["code"].as_string(), "DEFINITION_NOT_READ");
}

TEST_F(OnboardingTest, ADraftNamesAllThatIsMissing) {
  const auto service = install();
  EXPECT_EQ(codes_of([&] { onboarding_->activate(service); }),
            "CREDENTIALS_MISSING DEFINITION_NOT_READ");
  EXPECT_EQ(code_of([&] { onboarding_->set_mapping(service, Json::object()); }),
            "DEFINITION_NOT_READ");
  give_key(service);
  auto json = definition();
  protocol::testing::at(json, {"invocationPayloadDef", "globalAttributes"}) =
      Json::parse(R"([{"apiName": "region", "dataType": "string", "required": true}])");
  service_.on("/getServiceDefinition", 200, json.dump());
  onboarding_->read_definition(service);
  EXPECT_EQ(
      codes_of([&] { onboarding_->activate(service); }),
      "MAPPING_NOT_CONFIRMED MAPPING_NOT_CONFIRMED PRIVACY_NOTICE_NOT_ACCEPTED OPTION_REQUIRED");
  EXPECT_EQ(row(service).state, "draft");
  EXPECT_EQ(row(service).plan_version, 0);
}

TEST_F(OnboardingTest, ADefinitionThatIsRefusedLeavesTheOldOne) {
  const auto service = activate();
  const auto before = row(service);
  for (const auto& [status, body] : {std::pair{500, std::string("{}")},
                                     {200, std::string("<html>")},
                                     {200, std::string("{}")},
                                     {200, std::string(9u << 20, ' ')}}) {
    service_.on("/getServiceDefinition", status, body);
    EXPECT_NE(code_of([&] { onboarding_->refresh(service); }), "") << body.substr(0, 20);
    const auto now = row(service);
    EXPECT_EQ(now.definition, before.definition);
    EXPECT_EQ(now.mapping, before.mapping);
    EXPECT_EQ(now.plan_version, before.plan_version);
  }
}

TEST_F(OnboardingTest, WhatWasMappedOutlivesANewDefinition) {
  const auto service = activate();
  auto json = definition();
  protocol::testing::at(json, {"callbackPayloadDef", "fields"}) = Json::parse(R"([
    {"serviceAttribute": "extra", "dataType": "string", "description": {"en_US": "New"}},
    {"serviceAttribute": "code", "dataType": "string", "description": {"en_US": "The code"}}])");
  service_.on("/getServiceDefinition", 200, json.dump());
  EXPECT_EQ(code_of([&] { onboarding_->read_definition(service); }), "SERVICE_NOT_DRAFT");
  const auto difference = onboarding_->refresh(service);
  EXPECT_TRUE(difference["changed"].as_bool());
  EXPECT_FALSE(codes_of([&] {
                 onboarding_->adopt(service, Json::object({{"revision", "of yesterday"}}));
               }).empty());
  onboarding_->adopt(service, Json::object({{"revision", difference["revision"]}}));
  const auto incoming = row(service).mapping["incoming"];
  std::map<std::string, std::string> fields;
  for (const auto& one : incoming["rows"].items())
    fields[one["serviceAttribute"].as_string()] = one["field"].as_string();
  EXPECT_EQ(fields["code"], "countryCode") << incoming.dump();
  EXPECT_EQ(fields.count("extra"), 1U);
  const auto plan = catalog_->current_plan(service);
  ASSERT_EQ(plan->incoming.size(), 1U);
  EXPECT_EQ(plan->incoming[0].key, "code");
}

TEST_F(OnboardingTest, AnActiveServiceKeepsItsRequiredFields) {
  const auto service = activate();
  const auto before = row(service);
  const auto unmap = [&] {
    onboarding_->set_mapping(service, Json::parse(R"({"outgoing": {"rows":
      [{"serviceAttribute": "country", "field": null}]}})"));
  };
  EXPECT_EQ(codes_of(unmap), "MAPPING_REQUIRED");
  EXPECT_EQ(row(service).mapping, before.mapping);
  EXPECT_EQ(row(service).plan_version, before.plan_version);
}

TEST_F(OnboardingTest, OneWrongRowRefusesBothDirections) {
  const auto service = activate();
  const auto before = row(service).mapping;
  const auto change = [&] {
    onboarding_->set_mapping(service, Json::parse(R"({"outgoing": {"rows":
      [{"serviceAttribute": "country", "field": "city"}]}, "incoming": {"rows":
      [{"serviceAttribute": "code", "field": "nowhere"}]}})"));
  };
  EXPECT_EQ(codes_of(change), "MAPPING_UNKNOWN_FIELD");
  EXPECT_EQ(row(service).mapping, before);
}

TEST_F(OnboardingTest, ConfigurationThatDoesNotFitChangesNothing) {
  const auto service = activate();
  const auto before = row(service);
  for (const auto* bad :
       {R"({"limits": {"chunkPeople": 5}, "globals": {"nowhere": 1}})",
        R"({"limits": {"chunkPeople": 5, "chunks": 5}})", R"({"headers": {"x-mode": "a\nb"}})",
        R"({"limits": {"chunkPeople": 5}, "tls": {"ca": "no certificate"}})"}) {
    EXPECT_NE(code_of([&] { onboarding_->configure(service, Json::parse(bad)); }), "") << bad;
    EXPECT_EQ(row(service).configuration, before.configuration);
    EXPECT_EQ(row(service).plan_version, before.plan_version);
  }
}

TEST_F(OnboardingTest, LimitsOutOfTheirRangeAreRefusedAndNamed) {
  const auto service = activate();
  const auto given = [&](const std::string& section, const std::string& name,
                         const std::string& value) {
    return code_of([&] {
      onboarding_->configure(
          service, Json::parse("{\"" + section + "\": {\"" + name + "\": " + value + "}}"));
    });
  };
  const auto limit = [&](const std::string& name, const std::string& value) {
    return given("limits", name, value);
  };
  for (const auto* bad :
       {"0", "1001", "-5", "\"10\"", "5.5", "true", "[1]", "{}", "9223372036854775807", "1e300"})
    EXPECT_EQ(limit("chunkPeople", bad), "LIMIT_INVALID") << bad;
  for (const auto* bad : {"1", "0", "\"yes\"", "\"true\""})
    EXPECT_EQ(limit("idempotent", bad), "LIMIT_INVALID") << bad;
  for (const auto* good : {"1", "1000", "null"}) EXPECT_EQ(limit("chunkPeople", good), "") << good;
  EXPECT_EQ(limit("idempotent", "true"), "");
  try {
    onboarding_->configure(service, Json::parse(R"({"limits": {"chunkPeople": 5000}})"));
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(std::string(e.what()).find("limit chunkPeople: 5000 is not a whole number between 1 "
                                         "and 1000"),
              0U)
        << e.what();
  }
  EXPECT_EQ(given("settings", "headerInContext", "true"), "SETTING_UNKNOWN");
  EXPECT_EQ(given("settings", "headersInContext", "1"), "SETTING_INVALID");
  EXPECT_EQ(given("settings", "maxResponseBytes", "-1"), "SETTING_INVALID");
  EXPECT_EQ(given("settings", "maxResponseBytes", "1000"), "");
  EXPECT_EQ(given("settings", "headersInContext", "true"), "");
  EXPECT_TRUE(row(service).configuration["settings"]["headersInContext"].as_bool());
}

TEST_F(OnboardingTest, NoticesOfAServiceAreLoggedOnce) {
  const auto service = activate();
  onboarding_->status(service);
  onboarding_->status(service);
  EXPECT_EQ(db().service_log().query({.service = service, .kind = "status"}).size(), 1U);
  service_.on("/status", 503, "{}");
  EXPECT_NE(code_of([&] { onboarding_->status(service); }), "");
  EXPECT_EQ(onboarding_->show(service)["lastStatus"]["info"].at(0).as_string(), "well")
      << "what it said last is lost";
}

TEST_F(OnboardingTest, TheStoredKeysAreInNoAnswer) {
  const auto service = activate();
  const auto api_key =
      box_->open(row(service).sealed_api_key, store::ServiceRepository::api_key_identity(service));
  const auto shown = onboarding_->show(service).dump() + onboarding_->credentials().dump() +
                     onboarding_->list().dump() + log_text(service);
  EXPECT_EQ(shown.find(CodesService::kKey), std::string::npos);
  EXPECT_EQ(shown.find(api_key), std::string::npos);
  EXPECT_EQ(shown.find("sealed"), std::string::npos);
}

TEST_F(OnboardingTest, NamesThatAreNearlyRightAreTold) {
  install("Country Codes");
  try {
    onboarding_->find("county codes");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "SERVICE_NOT_FOUND");
    EXPECT_EQ(e.remedy(), "Did you mean Country Codes?");
  }
  EXPECT_EQ(onboarding_->find("COUNTRY codes"), onboarding_->find("1"));
}

}  // namespace
}  // namespace stepgate::catalog::testing
