// An authentication strategy of a fixture's own: another header than the document asks for, and
// requests that are signed when it is asked to. Shows that what a service receives changes without
// the host being built again.
#include <stepgate/plugin.hpp>

namespace {

using namespace stepgate::sdk;

class FixtureAuth : public AuthStrategy {
 public:
  explicit FixtureAuth(const Host& host) : host_(host) {}

  std::string inputs(const Call&, std::string_view) override {
    return Json::object({{"inputs", Json::array({Json::object({{"name", "apiKey"},
                                                               {"label", "Key"},
                                                               {"secret", true},
                                                               {"required", true}})})}})
        .dump();
  }

  std::string grant(const Call&, std::string_view request) override {
    const Json asked = Json::parse(request);
    const std::string& key = asked["credential"]["apiKey"].text();
    if (key.empty()) throw invalid("CREDENTIAL_INVALID", "apiKey: is missing");
    if (key == "refused") throw unauthorized("CREDENTIAL_REFUSED", "apiKey: is refused");
    const std::string prefix = host_.settings("fixture-auth")["prefix"].text();
    Json headers = Json::object({{"X-Fixture-Key", prefix + key}});
    if (const std::string& parameter = asked["scheme"]["parameter"].text(); !parameter.empty()) {
      headers.set(parameter, key);
    }
    return Json::object({{"headers", headers}, {"query", Json::object()}}).dump();
  }

 private:
  Host host_;
};

class FixtureSigner : public AuthStrategy {
 public:
  std::string inputs(const Call&, std::string_view) override { return R"({"inputs":[]})"; }
  std::string grant(const Call&, std::string_view) override { return R"({"headers":{}})"; }
  std::string sign(const Call&, std::string_view request, std::string_view body) override {
    const std::string what =
        Json::parse(request)["method"].text() + " " + std::to_string(body.size());
    return Json::object({{"headers", Json::object({{"X-Fixture-Signature", what}})}}).dump();
  }
};

}  // namespace

STEPGATE_PLUGIN(auth<FixtureAuth>(
                    "fixture-auth", "1.0.0", "Fixture key", "auth:fixture",
                    R"({"prefix": {"type": "string", "default": "k-", "help": "before the key"}})"),
                auth_signing<FixtureSigner>("fixture-signer", "1.0.0", "Fixture signer",
                                            "auth:signed"));
