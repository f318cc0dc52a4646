#include "cli/verbs/service_parts.hpp"

#include <algorithm>
#include <array>
#include <istream>
#include <ostream>

#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/secrets.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/values.hpp"

namespace stepgate::cli {
namespace {

struct KnownInput {
  const char* flag;
  const char* input;
};
constexpr std::array<KnownInput, 5> kKnown{{{"api-key", "apiKey"},
                                            {"username", "username"},
                                            {"password", "password"},
                                            {"client-id", "clientId"},
                                            {"client-secret", "clientSecret"}}};

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

void print_check(const Session& session, const Json& steps) {
  for (const auto& step : steps.items()) {
    auto text = step["step"].as_string() + ": " + step["message"].as_string();
    if (step["http"].is_int()) text += ", HTTP " + std::to_string(step["http"].as_int());
    if (step["millis"].as_int() > 0) text += ", " + std::to_string(step["millis"].as_int()) + " ms";
    if (step["ok"].as_bool())
      session.console().good(printable(text));
    else
      session.console().bad(printable(text));
  }
}

/// Rows of one direction, as the flags change them.
class Rows {
 public:
  explicit Rows(const Json& direction) : direction_(direction) {
    // A user-driven mapping is replaced as a whole: what is there goes along.
    if (!direction["userDriven"].as_bool()) return;
    for (const auto& row : direction["rows"].items())
      put(row["serviceAttribute"].as_string(), row["field"], row["active"].as_bool());
  }
  void map(const std::string& text, const std::string& flag) {
    if (direction_["userDriven"].as_bool() && text.find('=') == std::string::npos)
      return put(text, text, true);
    const auto [attribute, field] = pair_of(text, flag);
    put(attribute, field.empty() ? Json() : Json(field), !field.empty());
  }
  bool switch_off(const std::string& attribute) {
    for (const auto& row : direction_["rows"].items())
      if (row["serviceAttribute"].as_string() == attribute) {
        put(attribute, row["field"], false);
        return true;
      }
    return false;
  }
  Json take() { return std::move(rows_); }
  bool changed() const noexcept { return changed_; }
  void begin_changes() { changed_ = false; }

 private:
  void put(const std::string& attribute, const Json& field, bool active) {
    changed_ = true;
    Json row =
        Json::object({{"serviceAttribute", attribute}, {"field", field}, {"active", active}});
    for (auto& old : rows_.mutable_items())
      if (old["serviceAttribute"].as_string() == attribute) {
        old = std::move(row);
        return;
      }
    rows_.push(std::move(row));
  }
  const Json& direction_;
  Json rows_ = Json::array();
  bool changed_ = false;
};

void print_direction(const Session& session, const char* title, const Json& direction,
                     const Json& definition) {
  const auto& console = session.console();
  console.line(console.styled(Style::bold, title));
  Table table({"  service field", "type", "our field", "on/off", "description"});
  for (const auto& row : direction["rows"].items()) {
    const auto& attribute = row["serviceAttribute"].as_string();
    std::string description;
    for (const auto& field : definition["fields"].items())
      if (field["serviceAttribute"].as_string() == attribute)
        description = label_text(field["description"], "");
    const bool active = row["active"].as_bool();
    table.row({"  " + attribute + (row["required"].as_bool() ? " *" : ""),
               row["dataType"].as_string(),
               cell_text(row["field"]),
               {active ? "on" : "off", active ? Style::green : Style::dim},
               description});
  }
  if (table.empty())
    console.line("  none");
  else
    table.print(console);
}

}  // namespace

std::vector<Flag> credential_flags() {
  return {{"api-key", "VALUE", "the API key; better @FILE"},
          {"username", "NAME", "the user name"},
          {"password", "VALUE", "the password; better @FILE"},
          {"client-id", "ID", "the client id"},
          {"client-secret", "VALUE", "the client secret; better @FILE"},
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
  request.given = inputs.size() > 0;
  for (const auto& input : declared_inputs.items()) {
    const auto& name = input["name"].as_string();
    if (!input["required"].as_bool() || inputs.has(name)) continue;
    auto typed = session.console().interactive() ? ask(session, input) : std::string();
    if (typed.empty()) {
      request.missing.push_back(flag_of(name));
      continue;
    }
    inputs.set(name, typed);
    request.given = true;
  }
  request.body = Json::object({{"inputs", inputs}});
  return request;
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

Json mapping_change(const Session& session, const Json& mapping, const std::string& prefix) {
  Rows outgoing(mapping["outgoing"]), incoming(mapping["incoming"]);
  outgoing.begin_changes();
  incoming.begin_changes();
  for (const auto& text : session.values(prefix + "out")) outgoing.map(text, prefix + "out");
  for (const auto& text : session.values(prefix + "in")) incoming.map(text, prefix + "in");
  for (const auto& attribute : session.values("off")) {
    const bool out = outgoing.switch_off(attribute), in = incoming.switch_off(attribute);
    if (out || in) continue;
    std::vector<std::string> known;
    for (const auto* direction : {"outgoing", "incoming"})
      for (const auto& row : mapping[direction]["rows"].items())
        known.push_back(row["serviceAttribute"].as_string());
    const auto near = nearest(attribute, known);
    throw Failure::usage(
        "--off", "the service has no field '" + attribute + "'",
        near.empty() ? "Its fields: " + join(known, ", ") : "Did you mean " + near + "?");
  }
  Json change;
  if (outgoing.changed()) change.set("outgoing", Json::object({{"rows", outgoing.take()}}));
  if (incoming.changed()) change.set("incoming", Json::object({{"rows", incoming.take()}}));
  return change;
}

void print_mapping(const Session& session, const Json& mapping, const Json& definition) {
  print_direction(session, "Outgoing Fields (* required)", mapping["outgoing"],
                  definition["outgoing"]);
  print_direction(session, "Incoming Fields", mapping["incoming"], definition["incoming"]);
}

void print_findings(const Session& session, const Json& findings, std::set<std::string>& seen) {
  for (const auto& finding : findings.items()) {
    const auto key = finding["code"].as_string() + " " + finding["where"].as_string();
    if (!seen.insert(key).second || finding["severity"].as_string() == "note") continue;
    std::string text = finding["message"].as_string();
    if (!finding["where"].as_string().empty()) text += " (" + finding["where"].as_string() + ")";
    text += " [" + finding["code"].as_string() + "]";
    if (finding["marketoRefuses"].as_bool()) text += "; Marketo's installer would refuse it";
    session.console().warning(printable(text));
  }
}

void print_missing(const Session& session, const Json& missing) {
  for (const auto& one : missing.items()) {
    auto text = one["message"].as_string();
    if (!text.ends_with('.')) text += '.';
    if (!one["remedy"].as_string().empty()) text += " " + one["remedy"].as_string();
    session.console().line("  - " + printable(text) + " [" + printable(one["code"].as_string()) +
                           "]");
  }
}

std::string label_text(const Json& labels, const std::string& key) {
  const auto pick = [&](const Json& one) {
    return one.is_object() ? one[key].as_string() : one.as_string();
  };
  if (labels.is_string()) return labels.as_string();
  for (const auto* locale : {"en_US", "en_us", "en"})
    if (auto text = pick(labels[locale]); !text.empty()) return text;
  for (const auto& [locale, one] : labels.members())
    if (auto text = pick(one); !text.empty()) return text;
  return {};
}

std::string service_path(const Json& service) {
  return path_of({"services", cell_text(service["id"])});
}

}  // namespace stepgate::cli
