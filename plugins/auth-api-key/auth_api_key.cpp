// API keys: one secret, sent in a header or in the query as the document's security scheme says
// (docs/protocol.md section 1).
#include <stepgate/json.hpp>
#include <stepgate/plugin.hpp>

#include <string>

namespace {

using stepgate::sdk::Call;
using stepgate::sdk::invalid;
using stepgate::sdk::Json;

/// Visible ASCII, and spaces inside: what an HTTP header can carry.
bool fits_header(const std::string& value) {
  for (const char c : value)
    if (c < 0x20 || c > 0x7e) return false;
  return value.front() != ' ' && value.back() != ' ';
}

bool is_token(const std::string& name) {
  static const std::string kOthers = "!#$%&'*+-.^_`|~";
  for (const char c : name) {
    const bool alphanumeric =
        (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!alphanumeric && kOthers.find(c) == std::string::npos) return false;
  }
  return !name.empty();
}

class ApiKey : public stepgate::sdk::AuthStrategy {
 public:
  std::string inputs(const Call&, std::string_view request) override {
    const Json scheme = Json::parse(request)["scheme"];
    const bool in_query = scheme["in"].text() == "query";
    const std::string help = "Sent as the " +
                             std::string(in_query ? "query parameter " : "header ") +
                             scheme["parameter"].text() + ".";
    Json input;
    input.set("name", "apiKey").set("label", "API key").set("secret", true).set("required", true);
    input.set("help", help);
    return Json::object({{"inputs", Json::array({input})}}).dump();
  }

  std::string grant(const Call&, std::string_view request) override {
    const Json asked = Json::parse(request);
    const Json& scheme = asked["scheme"];
    const std::string& key = asked["credential"]["apiKey"].text();
    const std::string& parameter = scheme["parameter"].text();
    if (key.empty())
      throw invalid("CREDENTIAL_INVALID",
                    "apiKey: is missing; enter the key that the provider gave you");
    const bool in_query = scheme["in"].text() == "query";
    if (parameter.empty() || (!in_query && !is_token(parameter)))
      throw invalid("CREDENTIAL_INVALID",
                    "the parameter's name '" + parameter +
                        "' can't be sent; the document's security scheme names it");
    if (!in_query && !fits_header(key))
      throw invalid("CREDENTIAL_INVALID",
                    "apiKey: holds characters that a header can't carry; look for a line break or "
                    "a space at its ends");
    Json headers = Json::object(), query = Json::object();
    (in_query ? query : headers).set(parameter, key);
    return Json::object({{"headers", headers},
                         {"query", query},
                         {"expiresAt", nullptr},
                         {"renewable", false}})
        .dump();
  }
};

}  // namespace

STEPGATE_PLUGIN(stepgate::sdk::auth<ApiKey>("auth-api-key", "1.0.0", "API key", "auth:apiKey"));
