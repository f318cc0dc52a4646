// OAuth2 client credentials (RFC 6749 section 4.4): a token from the scheme's tokenUrl, sent as
// Bearer. The host caches and shares it; what worked is kept in the grant's state
// (docs/protocol.md section 1).
#include <stepgate/host.hpp>
#include <stepgate/json.hpp>
#include <stepgate/plugin.hpp>

#include <chrono>
#include <string>

#include "token_answer.hpp"
#include "token_request.hpp"

namespace {

using stepgate::sdk::Call;
using stepgate::sdk::Host;
using stepgate::sdk::invalid;
using stepgate::sdk::Json;

int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

Json input(const char* name, const char* label, bool secret, bool required,
           const std::string& help) {
  return Json::object({{"name", name},
                       {"label", label},
                       {"secret", secret},
                       {"required", required},
                       {"help", help}});
}

void want(const Json& credential, const char* name) {
  const std::string& value = credential[name].text();
  if (value.empty())
    throw invalid("CREDENTIAL_INVALID",
                  std::string(name) + ": is missing; enter what the provider gave you");
  for (const char c : value)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      throw invalid("CREDENTIAL_INVALID",
                    std::string(name) + ": holds a control character; look for a line break");
}

class ClientCredentials : public stepgate::sdk::AuthStrategy {
 public:
  explicit ClientCredentials(const Host& host) : host_(host) {}

  std::string inputs(const Call&, std::string_view request) override {
    const Json asked = Json::parse(request);
    const std::string declared = scope_of(asked["scheme"], Json());
    Json inputs = Json::array();
    inputs.push(input("clientId", "Client ID", false, true, ""));
    inputs.push(input("clientSecret", "Client secret", true, true, ""));
    inputs.push(input("scope", "Scope", false, false,
                      declared.empty()
                          ? "Sent only when given."
                          : "Without one, the service's own are asked for: " + declared + "."));
    return Json::object({{"inputs", inputs}}).dump();
  }

  std::string grant(const Call& call, std::string_view request) override {
    const Json asked = Json::parse(request);
    const Json& credential = asked["credential"];
    want(credential, "clientId");
    want(credential, "clientSecret");
    const Json& state = asked["previous"]["state"];
    const std::string& old_refresh = state["refreshToken"].text();
    if (!old_refresh.empty() && !asked["scheme"]["refreshUrl"].text().empty()) {
      ClientStyle style = ClientStyle::body;
      for (const auto one : {ClientStyle::basic, ClientStyle::basic_raw})
        if (style_name(one) == state["client"].text()) style = one;
      auto answer = ask(call, asked["scheme"], credential, style, old_refresh);
      if (answer.refresh_token.empty()) answer.refresh_token = old_refresh;
      if (!answer.failure) return granted(call, answer, style);
      // Refused or gone: a new grant is as good.
    }
    return fresh(call, asked["scheme"], credential, state["client"].text());
  }

 private:
  TokenAnswer ask(const Call& call, const Json& scheme, const Json& credential, ClientStyle style,
                  const std::string& refresh_token = {}) {
    call.check();
    const auto request = token_request(scheme, credential, style, refresh_token);
    return read_token_answer(host_.http().perform(call, request), request.url);
  }

  std::string fresh(const Call& call, const Json& scheme, const Json& credential,
                    const std::string& remembered) {
    std::optional<stepgate::sdk::PluginError> first;
    for (const auto style :
         styles(remembered, credential["clientId"].text(), credential["clientSecret"].text())) {
      const auto answer = ask(call, scheme, credential, style);
      if (!answer.failure) return granted(call, answer, style);
      // Of several refusals the first is told: the others are about a way that was not meant.
      // Trouble on the way to the others says nothing about the credentials.
      const bool refused = answer.failure->status() == STEPGATE_UNAUTHORIZED;
      if (!first || !refused) first = answer.failure;
      if (!answer.try_otherwise) break;
    }
    throw *first;
  }

  static std::string granted(const Call& call, const TokenAnswer& answer, ClientStyle style) {
    if (!answer.lifetime_given)
      call.warn("TOKEN_LIFETIME_UNKNOWN",
                "the token endpoint gives no usable expires_in; five minutes are taken");
    Json state = Json::object({{"client", style_name(style)}});
    if (!answer.refresh_token.empty()) state.set("refreshToken", answer.refresh_token);
    return Json::object({{"headers", Json::object({{"Authorization", "Bearer " + answer.token}})},
                         {"query", Json::object()},
                         {"expiresAt", now_ms() + answer.lifetime_ms},
                         {"renewable", true},
                         {"state", state}})
        .dump();
  }

  Host host_;
};

}  // namespace

STEPGATE_PLUGIN(stepgate::sdk::auth<ClientCredentials>("auth-oauth2-client-credentials", "1.0.0",
                                                       "OAuth2 client credentials",
                                                       "auth:oauth2.clientCredentials"));
