// Credentials on the command line: their flags, where their values come from, how a check is shown.
#include <array>
#include <istream>
#include <ostream>

#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/secrets.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/values.hpp"
#include "cli/verbs/service_parts.hpp"

namespace stepgate::cli {
namespace {

struct KnownInput {
  const char* flag;
  const char* input;
  const char* kind;  ///< of credentials that it belongs to
  bool required, secret;
  const char* label;
};
constexpr std::array<KnownInput, 7> kKnown{{
    {"api-key", "apiKey", "apiKey", true, true, "API key"},
    {"username", "username", "basic", true, false, "User name"},
    {"password", "password", "basic", true, true, "Password"},
    {"realm", "realm", "basic", false, false, "Realm"},
    {"client-id", "clientId", "oauth2.clientCredentials", true, false, "Client ID"},
    {"client-secret", "clientSecret", "oauth2.clientCredentials", true, true, "Client secret"},
    {"scope", "scope", "oauth2.clientCredentials", false, false, "Scope"},
}};

std::string flag_of(const std::string& input) {
  for (const auto& known : kKnown)
    if (input == known.input) return std::string("--") + known.flag;
  return "--input " + input + "=";
}

/// Values of the flags, by the name of the input.
Json given_inputs(Session& session) {
  auto& surroundings = session.console().surroundings();
  Json inputs = Json::object();
  for (const auto& known : kKnown)
    if (session.has(known.flag))
      inputs.set(known.input, read_secret(session.value(known.flag), std::string("--") + known.flag,
                                          surroundings));
  for (const auto& text : session.values("input")) {
    const auto [name, form] = pair_of(text, "input");
    inputs.set(name, read_secret(form, "--input " + name, surroundings));
  }
  return inputs;
}

void refuse_unknown(const Json& inputs, const Json& declared) {
  for (const auto& [name, value] : inputs.members()) {
    bool known = false;
    std::vector<std::string> flags;
    for (const auto& input : declared.items()) {
      known |= input["name"].as_string() == name;
      flags.push_back(flag_of(input["name"].as_string()));
    }
    if (!known)
      throw Failure::usage(flag_of(name), "is nothing that the service asks for",
                           flags.empty() ? "It asks for no credentials; leave it out."
                                         : "It asks for " + join(flags, ", ") + ".");
  }
}

std::string ask(Session& session, const Json& input) {
  const auto& surroundings = session.console().surroundings();
  const auto prompt = printable(input["label"].string_or(input["name"].as_string())) + ": ";
  if (input["secret"].as_bool()) return surroundings.ask_secret(prompt);
  std::string line;
  session.console().err() << prompt << std::flush;
  std::getline(*surroundings.in, line);
  return line;
}

/// Asks for what is required and not given; the flags of what is still missing.
std::vector<std::string> complete(Session& session, const Json& declared, Json& inputs) {
  std::vector<std::string> missing;
  for (const auto& input : declared.items()) {
    const auto& name = input["name"].as_string();
    if (!input["required"].as_bool() || inputs.has(name)) continue;
    auto typed = session.console().interactive() ? ask(session, input) : std::string();
    if (typed.empty())
      missing.push_back(flag_of(name));
    else
      inputs.set(name, typed);
  }
  return missing;
}

/// What a kind of credentials asks for without a service to say so.
Json usual_inputs(const std::string& kind) {
  Json inputs = Json::array();
  for (const auto& known : kKnown)
    if (kind == known.kind)
      inputs.push(Json::object({{"name", known.input},
                                {"label", known.label},
                                {"secret", known.secret},
                                {"required", known.required}}));
  return inputs;
}

}  // namespace

std::vector<Flag> credential_flags() {
  return {{"api-key", "VALUE", "the API key; better @FILE"},
          {"username", "NAME", "the user name"},
          {"password", "VALUE", "the password; better @FILE"},
          {"realm", "NAME", "the realm, to be compared with what the service says"},
          {"client-id", "ID", "the client id"},
          {"client-secret", "VALUE", "the client secret; better @FILE"},
          {"scope", "SCOPES", "the scopes to ask for, separated by spaces"},
          {"input", "NAME=VALUE", "any other input that the service asks for", true},
          {"credential", "NAME", "take a stored credential"}};
}

std::string secret_forms() {
  return "Secrets: @FILE takes a file's first line (recommended: nothing is left in the shell's "
         "history or\nthe list of processes), env:VARIABLE a variable, - the standard input; "
         "anything else is the\nvalue itself. What is required and not given is asked for on a "
         "terminal, without echo.";
}

CredentialRequest credential_request(Session& session, const Json& declared_inputs) {
  CredentialRequest request;
  auto inputs = given_inputs(session);
  if (session.has("credential")) {
    if (inputs.size() > 0)
      throw Failure::usage("--credential", "takes the place of values", "Give one or the other.");
    request.body = Json::object({{"credential", session.value("credential")}});
    request.given = true;
    return request;
  }
  refuse_unknown(inputs, declared_inputs);
  request.missing = complete(session, declared_inputs, inputs);
  request.given = inputs.size() > 0;
  request.body = Json::object({{"inputs", inputs}});
  return request;
}

Json credential_values(Session& session, std::string& kind) {
  auto inputs = given_inputs(session);
  for (const auto& known : kKnown) {
    if (!inputs.has(known.input)) continue;
    if (kind.empty()) kind = known.kind;
    if (kind != known.kind)
      throw Failure::usage(std::string("--") + known.flag,
                           "does not belong to credentials of kind " + kind, "Leave it out.");
  }
  if (kind.empty())
    throw Failure::usage("--kind", "is not told, and no value tells it",
                         "Give --api-key, or --username and --password, or --client-id and "
                         "--client-secret; else --kind and --input NAME=VALUE.");
  const auto missing = complete(session, usual_inputs(kind), inputs);
  if (!missing.empty())
    throw Failure::usage("credentials", "want " + join(missing, ", "),
                         "Secrets are best given as @FILE.");
  if (inputs.size() == 0)
    throw Failure::usage("--input", "is missing", "Give --input NAME=VALUE for each value.");
  return inputs;
}

void print_check(const Session& session, const Json& steps) {
  for (const auto& step : steps.items()) {
    auto text = step["step"].as_string() + ": " + step["message"].as_string();
    if (step["http"].is_int()) text += ", HTTP " + std::to_string(step["http"].as_int());
    if (step["millis"].as_int() > 0) text += ", " + std::to_string(step["millis"].as_int()) + " ms";
    if (step["warning"].as_bool())
      session.console().warning(printable(text));
    else if (step["ok"].as_bool())
      session.console().good(printable(text));
    else
      session.console().bad(printable(text));
  }
}

void set_credential(Session& session, const std::string& service_path, const Json& body) {
  try {
    const auto check = session.api().put(service_path + "/credential", body);
    print_check(session, check["steps"]);
    if (check["verified"].as_string() == "not-verifiable")
      session.console().warning(
          "the service answers without credentials just as well: nothing proves that these are "
          "right [NOT_VERIFIABLE]");
  } catch (const Failure& failure) {
    print_check(session, failure.details());
    throw;
  }
}

}  // namespace stepgate::cli
