// Services over the API, from the document's URL to an active one.
#include "base/text.hpp"
#include "service_room.hpp"

namespace stepgate::admin::testing {
namespace {

using Services = ServiceTest;
constexpr const char* kCodes = "/api/v1/services/Codes";

TEST_F(Services, AreInstalledAsDrafts) {
  const auto draft = install();
  ASSERT_EQ(draft.status, 201) << draft.body;
  EXPECT_EQ(draft.json["state"].as_string(), "draft");
  EXPECT_EQ(draft.json["credentialInputs"].at(0)["name"].as_string(), "apiKey");
  EXPECT_GT(draft.json["missing"].size(), 0U);
  EXPECT_EQ(install("codes").refusal(), "409 NAME_TAKEN");
  EXPECT_EQ(post(std::string(kCodes) + "/activate").refusal(), "409 SERVICE_INCOMPLETE");
  EXPECT_EQ(post(std::string(kCodes) + "/activate").json["errors"].at(0)["code"].as_string(),
            "CREDENTIALS_MISSING");
  EXPECT_EQ(get("/api/v1/services").json["total"].as_int(), 1);
  EXPECT_EQ(get("/api/v1/services/1").json["name"].as_string(), "Codes");
  EXPECT_EQ(get("/api/v1/status").json["services"]["draft"].as_int(), 1);
}

TEST_F(Services, AreNotStoredWhenTheDocumentIsRefused) {
  const auto url = replace_all(service_.document_url(), "openapi.json", "nothing");
  EXPECT_GE(post("/api/v1/services", Json::object({{"url", url}}).dump()).status, 400);
  EXPECT_EQ(post("/api/v1/services", "{}").refusal(), "422 URL_MISSING");
  EXPECT_EQ(get("/api/v1/services").json["items"].size(), 0U);
}

TEST_F(Services, RefuseWrongCredentialsAndStoreNone) {
  install();
  const auto refused =
      put(std::string(kCodes) + "/credential", R"({"inputs": {"apiKey": "wrong-key"}})");
  EXPECT_EQ(refused.refusal(), "422 CREDENTIALS_REFUSED");
  EXPECT_EQ(refused.json["errors"].items().back()["step"].as_string(), "status");
  EXPECT_EQ(refused.body.find("wrong-key"), std::string::npos);
  EXPECT_EQ(get("/api/v1/credentials").json["items"].size(), 0U);
  EXPECT_TRUE(get(kCodes).json["credential"].is_null());
}

TEST_F(Services, BecomeActive) {
  activate();
  const auto shown = get(kCodes);
  EXPECT_EQ(shown.json["state"].as_string(), "active");
  EXPECT_EQ(shown.json["credential"]["state"].as_string(), "verified");
  EXPECT_EQ(shown.body.find(TestService::kKey), std::string::npos);
  EXPECT_EQ(get("/api/v1/credentials").json["items"].at(0)["usedBy"].at(0).as_string(), "Codes");
  EXPECT_EQ(remove("/api/v1/credentials/Codes").refusal(), "409 CREDENTIAL_IN_USE");
  const auto status = get(std::string(kCodes) + "/status");
  EXPECT_EQ(status.json["info"].at(0).as_string(), "well") << status.body;
  const auto lists = get(std::string(kCodes) + "/picklists?refresh=true").json;
  EXPECT_EQ(lists["items"].at(0)["choices"].at(0)["value"].as_string(), "alpha2") << lists.dump();
  const auto log = get(std::string(kCodes) + "/log?kind=admin&limit=2").json;
  EXPECT_EQ(log["items"].at(0)["code"].as_string(), "ACTIVATED");
  EXPECT_EQ(log["items"].at(0)["service"]["name"].as_string(), "Codes");
  EXPECT_EQ(log["items"].at(0)["severity"].as_string(), "info");
  const auto rest =
      get("/api/v1/log?kind=admin&service=Codes&after=" + log["next"].as_string()).json;
  EXPECT_EQ(rest["items"].items().back()["code"].as_string(), "INSTALLED");
}

TEST_F(Services, MappingsThatDontFitChangeNothing) {
  activate();
  const auto before = get(std::string(kCodes) + "/mapping").json;
  const auto refused =
      put(std::string(kCodes) + "/mapping",
          R"({"incoming": {"rows": [{"serviceAttribute": "code", "field": "createdAt"}]}})");
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_THAT(refused.code(), ::testing::StartsWith("MAPPING_"));
  EXPECT_EQ(refused.json["errors"].at(0)["direction"].as_string(), "incoming");
  EXPECT_EQ(get(std::string(kCodes) + "/mapping").json, before);
}

TEST_F(Services, ConfigurationIsMerged) {
  activate();
  const auto path = std::string(kCodes) + "/configuration";
  put(path, R"({"limits": {"chunkPeople": 50}, "headers": {"x-mode": "fast"}})");
  const auto json = put(path, R"({"limits": {"maxAttempts": 3}})").json["configuration"];
  EXPECT_EQ(json["limits"]["chunkPeople"].as_int(), 50);
  EXPECT_EQ(json["limits"]["maxAttempts"].as_int(), 3);
  EXPECT_EQ(json["headers"]["x-mode"].as_string(), "fast");
  EXPECT_EQ(put(path, R"({"limits": {"chunks": 3}})").refusal(), "422 LIMIT_UNKNOWN");
  EXPECT_EQ(put(path, R"({"headers": {"x-mode": "a\r\nb"}})").refusal(),
            "422 HEADER_VALUE_INVALID");
}

TEST_F(Services, AreRetiredAndRemoved) {
  activate();
  EXPECT_EQ(post(std::string(kCodes) + "/reinstate").refusal(), "409 SERVICE_NOT_RETIRED");
  EXPECT_EQ(post(std::string(kCodes) + "/retire").json["state"].as_string(), "retired");
  EXPECT_EQ(post(std::string(kCodes) + "/reinstate").json["state"].as_string(), "active");
  EXPECT_EQ(post(std::string(kCodes) + "/resume").status, 200);
  const auto gone = remove(kCodes);
  EXPECT_EQ(gone.status, 204);
  EXPECT_TRUE(gone.body.empty());
  EXPECT_EQ(get(kCodes).refusal(), "404 SERVICE_NOT_FOUND");
}

TEST_F(Services, GuidesAndIconsAreShutIn) {
  activate();
  const auto guide = get(std::string(kCodes) + "/guide");
  EXPECT_EQ(guide.status, 200) << guide.body;
  EXPECT_EQ(guide.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_EQ(guide.header("Content-Security-Policy"), "default-src 'none'; sandbox");
  EXPECT_EQ(guide.header("X-Content-Type-Options"), "nosniff");
  const auto icon = get(std::string(kCodes) + "/icons/brand");
  EXPECT_EQ(icon.header("Content-Type"), "image/png");
  EXPECT_EQ(icon.header("Content-Security-Policy"), "default-src 'none'; sandbox");
  EXPECT_EQ(icon.body, "\x89PNG\r\n\x1A\n....");
  EXPECT_EQ(get(std::string(kCodes) + "/icons/service").refusal(), "404 RESOURCE_MISSING");
  EXPECT_EQ(get(std::string(kCodes) + "/icons/other").refusal(), "404 ICON_UNKNOWN");
  service_.svg_is_html = true;
  EXPECT_EQ(get(std::string(kCodes) + "/icons/brand").refusal(), "502 ICON_NOT_AN_IMAGE");
}

TEST_F(Services, CredentialsAreStoredWithoutBeingShown) {
  const auto added =
      post("/api/v1/credentials",
           R"({"name": "Shared", "kind": "apiKey", "inputs": {"apiKey": "right-key"}})");
  EXPECT_EQ(added.status, 201);
  EXPECT_EQ(added.json["state"].as_string(), "unverified");
  EXPECT_EQ(get("/api/v1/credentials").body.find("right-key"), std::string::npos);
  install();
  const auto set = put(std::string(kCodes) + "/credential", R"({"credential": "shared"})");
  EXPECT_EQ(set.json["verified"].as_string(), "yes") << set.body;
  EXPECT_EQ(put(std::string(kCodes) + "/credential", R"({"credentialId": 1})").status, 200);
  EXPECT_EQ(put(std::string(kCodes) + "/credential", R"({"credential": "none"})").refusal(),
            "404 CREDENTIAL_NOT_FOUND");
  EXPECT_EQ(post("/api/v1/credentials", R"({"name": "x"})").refusal(), "422 CREDENTIAL_INCOMPLETE");
}

}  // namespace
}  // namespace stepgate::admin::testing
