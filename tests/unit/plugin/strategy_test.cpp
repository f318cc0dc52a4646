// Auth and mapping strategies through their proxies, with real plugin files.
#include "plugin_room.hpp"

namespace stepgate::plugin {
namespace {

class Strategies : public PluginRoom {
 protected:
  Strategies() {
    put("fixture_auth");
    put("fixture_mapping");
    host_ = host();
  }
  static Json credential(const char* key) {
    return Json::object({{"scheme", Json::object({{"parameter", "X-API-Key"}})},
                         {"credential", Json::object({{"apiKey", key}})}});
  }
  std::unique_ptr<PluginHost> host_;
};

TEST_F(Strategies, AGrantCrosses) {
  const AuthProxy proxy = host_->auth("auth:fixture");
  EXPECT_FALSE(proxy.signs());
  EXPECT_EQ(proxy.inputs({}, Json::object())["inputs"].at(0)["name"].as_string(), "apiKey");
  EXPECT_EQ(proxy.grant({}, credential("s3")).dump(),
            R"({"headers":{"X-Fixture-Key":"k-s3","X-API-Key":"s3"},"query":{}})");
}

TEST_F(Strategies, ARefusalKeepsItsCodeStatusAndSubject) {
  const AuthProxy proxy = host_->auth("auth:fixture");
  CallContext context;
  context.subject = "service Acme";
  try {
    proxy.grant(context, credential("refused"));
    ADD_FAILURE() << "nothing was thrown";
  } catch (const PluginCallError& error) {
    EXPECT_EQ(error.status(), STEPGATE_UNAUTHORIZED);
    EXPECT_EQ(error.code(), "CREDENTIAL_REFUSED");
    EXPECT_EQ(error.subject(), "service Acme");
    EXPECT_EQ(error.fact(), "apiKey: is refused");
    EXPECT_EQ(error.kind(), ErrorKind::upstream);
  }
  EXPECT_THROW(proxy.grant({}, credential("")), PluginCallError);
}

TEST_F(Strategies, ASigningStrategySaysSoAndOthersCannotSign) {
  const AuthProxy signer = host_->auth("auth:signed");
  EXPECT_TRUE(signer.signs());
  const Json request = Json::object({{"method", "POST"}});
  EXPECT_EQ(signer.sign({}, request, "12345")["headers"]["X-Fixture-Signature"].as_string(),
            "POST 5");
  try {
    host_->auth("auth:fixture").sign({}, request, "");
    ADD_FAILURE() << "nothing was thrown";
  } catch (const PluginCallError& error) {
    EXPECT_EQ(error.status(), STEPGATE_UNSUPPORTED);
    EXPECT_EQ(error.code(), "SIGN_UNSUPPORTED");
  }
}

TEST_F(Strategies, AMappingIsProposedAndValidated) {
  const MappingProxy proxy = host_->mapping("mapping:fixture-capitals");
  const Json request = Json::parse(R"({"direction": "outgoing",
      "serviceFields": [{"serviceAttribute": "country", "suggestion": "country", "dataType": "string", "required": true},
                        {"serviceAttribute": "city", "suggestion": "town", "dataType": "string"}],
      "hostFields": [{"name": "country", "label": "Country", "dataType": "string"}]})");
  const Json proposed = proxy.propose({}, request);
  EXPECT_EQ(proposed["rows"].at(0)["field"].as_string(), "country");
  EXPECT_EQ(proposed["rows"].at(0)["key"].as_string(), "COUNTRY");
  EXPECT_TRUE(proposed["rows"].at(1)["field"].is_null());
  const Json validated = proxy.validate({}, Json::object({{"rows", proposed["rows"]}}));
  EXPECT_EQ(validated["rows"].at(1)["key"].as_string(), "CITY");
}

}  // namespace
}  // namespace stepgate::plugin
