// Stored credentials, which services share.
#include "cli/verbs/credential.hpp"
#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/values.hpp"
#include "cli/verbs/all.hpp"
#include "cli/verbs/service_parts.hpp"

namespace stepgate::cli {
namespace {

std::string path_of_argument(const Session& session) {
  return path_of({"credentials", session.argument(0)});
}

std::string used_by(const Json& credential) {
  std::vector<std::string> names;
  for (const auto& service : credential["usedBy"].items()) names.push_back(service.as_string());
  return join(names, ", ");
}

int show(Session& session) {
  const auto one = session.api().get(path_of_argument(session));
  if (session.gave_json(one)) return kOk;
  Facts facts;
  facts.add("credential", one["name"].as_string() + " (" + cell_text(one["id"]) + ")");
  facts.add("kind", one["kind"].as_string());
  facts.add("state", one["state"].as_string());
  facts.add("verified", time_text(one["verifiedAt"]));
  for (const auto& use : one["usedIn"].items())
    facts.add("used by", use["service"].as_string() + ", in " + cell_text(use["campaigns"]) +
                             (use["campaigns"].as_int() == 1 ? " campaign" : " campaigns"));
  facts.print(session.console());
  return kOk;
}

int add(Session& session) {
  std::string kind = session.value("kind");
  const auto inputs = credential_values(session, kind);
  const auto one = session.api().post(
      "/credentials",
      Json::object({{"name", session.argument(0)}, {"kind", kind}, {"inputs", inputs}}));
  if (session.gave_json(one)) return kOk;
  session.console().good("stored " + printable(one["name"].as_string()) +
                         "; it is tried when a service takes it: stepgate service credentials "
                         "NAME --credential " +
                         shell_word(one["name"].as_string()));
  return kOk;
}

void print_services(const Session& session, const Json& services) {
  for (const auto& service : services.items()) {
    session.console().line("service " + printable(service["service"].as_string()));
    print_check(session, service["steps"]);
    if (service["verified"].as_string() == "withheld")
      session.console().warning(
          "has moved since its credentials were entered and gets none; enter them for it: stepgate "
          "service credentials " +
          shell_word(printable(service["service"].as_string())) + " [CREDENTIALS_WITHHELD]");
    if (service["verified"].as_string() == "not-verifiable")
      session.console().warning("answers without credentials just as well [NOT_VERIFIABLE]");
  }
}

int set(Session& session) {
  const auto path = path_of_argument(session);
  auto kind = session.api().get(path)["kind"].as_string();
  Json request = Json::object({{"inputs", credential_values(session, kind)}});
  if (session.has("accept-unverified")) request.set("acceptUnverified", true);
  try {
    const auto one = session.api().put(path, request);
    if (session.gave_json(one)) return kOk;
    print_services(session, one["services"]);
    session.console().good("replaced " + printable(one["name"].as_string()) + " (" +
                           printable(one["state"].as_string()) + ")");
  } catch (const Failure& failure) {
    print_services(session, failure.details());
    throw;
  }
  return kOk;
}

int remove(Session& session) {
  session.api().remove(path_of_argument(session));
  session.console().good("removed " + printable(session.argument(0)));
  return kOk;
}

std::vector<Flag> value_flags(Flag last) {
  auto flags = credential_flags();
  std::erase_if(flags, [](const Flag& flag) { return flag.name == "credential"; });
  flags.push_back(std::move(last));
  return flags;
}

}  // namespace

int list_credentials(Session& session) {
  const auto list = session.api().get("/credentials", {{"limit", "1000"}});
  if (session.gave_json(list)) return kOk;
  Table table({">id", "name", "kind", "state", "verified", "used by"});
  for (const auto& one : list["items"].items())
    table.row({cell_text(one["id"]), one["name"].as_string(), one["kind"].as_string(),
               one["state"].as_string(), time_text(one["verifiedAt"]), used_by(one)});
  table.print(session.console());
  return kOk;
}

std::vector<Verb> credential_verbs() {
  return {
      {"credential", "list", "", "the stored credentials and who uses them", {}, list_credentials},
      {"credential", "show", "NAME", "one of them and where it is used, without secrets", {}, show},
      {"credential", "add", "NAME", "store one that services can share",
       value_flags({"kind", "KIND", "apiKey, basic, oauth2.clientCredentials, or a plugin's"}), add,
       secret_forms()},
      {"credential", "set", "NAME",
       "replace its values for all services that use it, tried with each of them",
       value_flags({"accept-unverified", "", "also when a service can't be asked now"}), set,
       secret_forms()},
      {"credential", "remove", "NAME", "forget one that no service uses", {}, remove}};
}

}  // namespace stepgate::cli
