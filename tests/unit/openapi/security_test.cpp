#include "openapi/security.hpp"

#include "sample.hpp"

namespace stepgate::openapi {
namespace {

using testing::at;
using testing::finding;

Json with_schemes(const char* security, const char* schemes) {
  Json document = testing::sample();
  at(document, {"security"}) = Json::parse(security);
  at(document, {"components", "securitySchemes"}) = Json::parse(schemes);
  return document;
}

/// The scheme that is read, as text, or the code of the refusal.
std::string outcome(const char* security, const char* schemes) {
  try {
    return testing::discover_json(with_schemes(security, schemes))["security"].dump();
  } catch (const Error& error) {
    return error.code();
  }
}

constexpr const char* kSchemes = R"({
  "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
  "query": {"type": "apikey", "in": "Query", "name": "key"},
  "cookie": {"type": "apiKey", "in": "cookie", "name": "c"},
  "nameless": {"type": "apiKey", "in": "header"},
  "basic": {"type": "http", "scheme": "basic"},
  "realm": {"type": "http", "scheme": "Basic", "x-realm-required": true},
  "norealm": {"type": "http", "scheme": "basic", "x-realm-required": false},
  "bearer": {"type": "http", "scheme": "bearer"},
  "openid": {"type": "openIdConnect", "openIdConnectUrl": "https://h/x"},
  "oauth": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://auth.example.com/token",
    "refreshUrl": "/refresh", "scopes": {}, "x-clientIdName": "app", "x-clientSecretName": "pass",
    "x-grantTypeName": "type"}}},
  "both": {"type": "oauth2", "flows": {"authorizationCode": {"tokenUrl": "https://h/a"},
    "clientCredentials": {"tokenUrl": "token", "scopes": {"read": "r", "write": "w"}}}},
  "code": {"type": "oauth2", "flows": {"authorizationCode": {"tokenUrl": "https://h/a"}}},
  "tokenless": {"type": "oauth2", "flows": {"clientCredentials": {}}},
  "typeless": {}
})";

TEST(Security, ReadsEachKind) {
  const std::pair<const char*, const char*> rows[] = {
      {R"([{"header": []}])",
       R"({"name":"header","kind":"apiKey","in":"header","parameter":"X-Key"})"},
      {R"([{"query": []}])", R"({"name":"query","kind":"apiKey","in":"query","parameter":"key"})"},
      {R"([{"basic": []}])", R"({"name":"basic","kind":"basic","realm":"optional"})"},
      {R"([{"realm": []}])", R"({"name":"realm","kind":"basic","realm":"required"})"},
      {R"([{"norealm": []}])", R"({"name":"norealm","kind":"basic","realm":"none"})"},
      {R"([{"oauth": []}])",
       R"({"name":"oauth","kind":"oauth2.clientCredentials","tokenUrl":"https://auth.example.com/token",)"
       R"("refreshUrl":"http://127.0.0.1:9000/refresh","scopes":[],"grantTypeName":"type",)"
       R"("clientIdName":"app","clientSecretName":"pass"})"},
      {R"([{"both": []}])",
       R"({"name":"both","kind":"oauth2.clientCredentials","tokenUrl":"http://127.0.0.1:9000/v2/token",)"
       R"("scopes":["read","write"],"grantTypeName":"grant_type","clientIdName":"client_id",)"
       R"("clientSecretName":"client_secret"})"},
  };
  for (const auto& [security, expected] : rows) EXPECT_EQ(outcome(security, kSchemes), expected);
}

TEST(Security, RefusesWhatCanNotBeServed) {
  for (const char* name :
       {"cookie", "nameless", "bearer", "openid", "code", "tokenless", "typeless"}) {
    const std::string security = "[{\"" + std::string(name) + "\": []}]";
    EXPECT_EQ(outcome(security.c_str(), kSchemes), "SECURITY_UNSUPPORTED") << name;
  }
  EXPECT_EQ(outcome(R"([{"header": [], "basic": []}])", kSchemes), "SECURITY_UNSUPPORTED");
}

TEST(Security, SaysWhyItRefuses) {
  try {
    testing::discover_json(with_schemes(R"([{"cookie": []}, {"code": []}])", kSchemes));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.fact().find("cookie"), std::string::npos);
    EXPECT_NE(error.fact().find("authorizationCode"), std::string::npos);
  }
}

TEST(Security, IsMissing) {
  EXPECT_EQ(outcome("[]", kSchemes), "SECURITY_MISSING");
  EXPECT_EQ(outcome("null", kSchemes), "SECURITY_MISSING");
  EXPECT_EQ(outcome(R"([{"nobody": []}])", kSchemes), "SECURITY_MISSING");
  EXPECT_EQ(outcome(R"(["header"])", kSchemes), "SECURITY_MISSING");
}

TEST(Security, TakesTheFirstThatWorks) {
  const Json found = testing::discover_json(
      with_schemes(R"([{"nobody": []}, {"cookie": []}, {"query": []}, {"header": []}])", kSchemes));
  EXPECT_EQ(found["security"]["name"].as_string(), "query");
  EXPECT_TRUE(finding(found, "SECURITY_UNDEFINED").is_object());
  EXPECT_TRUE(finding(found, "SECURITY_IGNORED").is_object());
}

TEST(Security, MayBeNoneButSaysSo) {
  const Json found = testing::discover_json(with_schemes("[{}]", kSchemes));
  EXPECT_EQ(found["security"]["kind"].as_string(), "none");
  EXPECT_EQ(finding(found, "SECURITY_NONE")["severity"].as_string(), "warning");
  EXPECT_EQ(outcome(R"([{}, {"header": []}])", kSchemes),
            R"({"name":"header","kind":"apiKey","in":"header","parameter":"X-Key"})");
}

TEST(Security, IsNoneWhenTheAdminSaysSo) {
  DiscoveryWish wish;
  wish.accept_no_security = true;
  for (const char* security : {"null", R"([{"cookie": []}])", R"([{"nobody": []}])"}) {
    const Json found = discover(with_schemes(security, kSchemes).dump(), testing::kUrl, wish);
    EXPECT_EQ(found["security"]["kind"].as_string(), "none") << security;
    EXPECT_TRUE(finding(found, "SECURITY_NONE").is_object()) << security;
  }
}

TEST(Security, IsUsedWhenThereIsOneWhateverTheAdminAccepts) {
  DiscoveryWish wish;
  wish.accept_no_security = true;
  const Json found =
      discover(with_schemes(R"([{"header": []}])", kSchemes).dump(), testing::kUrl, wish);
  EXPECT_EQ(found["security"]["name"].as_string(), "header");
}

TEST(Security, IsReadFromAnObjectToo) {
  const Json found = testing::discover_json(with_schemes(R"({"header": []})", kSchemes));
  EXPECT_EQ(found["security"]["name"].as_string(), "header");
  EXPECT_TRUE(finding(found, "SECURITY_NOT_A_LIST").is_object());
}

TEST(Security, TakesTheScopesThatAreAskedFor) {
  const Json found = testing::discover_json(with_schemes(R"([{"both": ["write"]}])", kSchemes));
  EXPECT_EQ(found["security"]["scopes"].dump(), R"(["write"])");
  EXPECT_EQ(finding(found, "OAUTH2_FLOW_CHOSEN")["severity"].as_string(), "note");
}

}  // namespace
}  // namespace stepgate::openapi
