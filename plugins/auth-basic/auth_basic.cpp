// HTTP Basic (RFC 7617): user name and password. The realm is the server's word and is never sent;
// what an admin enters of it is for the host to compare with the server's challenge
// (docs/protocol.md section 1).
#include <stepgate/encoding.hpp>
#include <stepgate/json.hpp>
#include <stepgate/plugin.hpp>

#include <string>

namespace {

using stepgate::sdk::Call;
using stepgate::sdk::invalid;
using stepgate::sdk::Json;

bool has_control(const std::string& text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return true;
  return false;
}

Json input(const char* name, const char* label, bool secret, bool required, const char* help) {
  return Json::object({{"name", name},
                       {"label", label},
                       {"secret", secret},
                       {"required", required},
                       {"help", help}});
}

/// Throws CREDENTIAL_INVALID that names the input.
const std::string& checked(const Json& credential, const char* name, const char* what) {
  const std::string& value = credential[name].text();
  if (value.empty())
    throw invalid("CREDENTIAL_INVALID", std::string(name) + ": is missing; enter " + what);
  if (has_control(value))
    throw invalid("CREDENTIAL_INVALID", std::string(name) +
                                            ": holds a control character, which Basic can't carry; "
                                            "look for a line break or a tab");
  return value;
}

class Basic : public stepgate::sdk::AuthStrategy {
 public:
  std::string inputs(const Call&, std::string_view request) override {
    const Json asked = Json::parse(request);
    const std::string realm = asked["scheme"]["realm"].text_or("optional");
    Json inputs = Json::array();
    inputs.push(input("username", "User name", false, true, "Must not contain a colon."));
    inputs.push(input("password", "Password", true, true, ""));
    if (realm != "none")
      inputs.push(input("realm", "Realm", false, realm == "required",
                        "Compared with what the service says of itself; never sent."));
    return Json::object({{"inputs", inputs}}).dump();
  }

  std::string grant(const Call&, std::string_view request) override {
    const Json asked = Json::parse(request);
    const Json& credential = asked["credential"];
    const std::string& user = checked(credential, "username", "the user name");
    const std::string& password = checked(credential, "password", "the password");
    if (user.find(':') != std::string::npos)
      throw invalid("CREDENTIAL_INVALID",
                    "username: holds a colon, which Basic keeps for the end of the name");
    if (asked["scheme"]["realm"].text() == "required")
      checked(credential, "realm", "the realm that the provider named");
    const std::string value = "Basic " + stepgate::sdk::base64(user + ':' + password);
    return Json::object({{"headers", Json::object({{"Authorization", value}})},
                         {"query", Json::object()},
                         {"expiresAt", nullptr},
                         {"renewable", false}})
        .dump();
  }
};

}  // namespace

STEPGATE_PLUGIN(stepgate::sdk::auth<Basic>("auth-basic", "1.0.0", "HTTP Basic", "auth:basic"));
