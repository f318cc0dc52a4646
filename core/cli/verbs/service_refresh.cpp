// What a service declares anew: shown with what it affects, adopted when that is said.
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

std::string names_of(const Json& list) {
  std::vector<std::string> names;
  for (const auto& name : list.items()) names.push_back(name.as_string());
  return join(names, ", ");
}

/// "campaigns Enrich; mapping outgoing city".
std::string affected(const Json& affects) {
  std::vector<std::string> parts;
  for (const auto* what : {"campaigns", "mapping", "parameters", "credentials"})
    if (affects[what].size() > 0) parts.push_back(what + (" " + names_of(affects[what])));
  return join(parts, "; ");
}

std::string values_of(const Json& change) {
  const auto &before = change["before"], &after = change["after"];
  if (before.is_object() || after.is_object()) return {};
  return cell_text(before) + " -> " + cell_text(after);
}

void print_difference(const Session& session, const Json& difference) {
  const auto& console = session.console();
  if (!difference["changed"].as_bool()) {
    console.good("nothing has changed");
    return;
  }
  Table table({"change", "what", "before -> after", "affects"});
  for (const auto& change : difference["changes"].items())
    table.row({change["code"].as_string(), change["message"].as_string(), values_of(change),
               affected(change["affects"])});
  table.print(console);
  for (const auto& reason : difference["withheld"].items())
    console.warning(
        printable("credentials would be withheld until they are entered again, and the "
                  "definition has not been read: it has moved: " +
                  reason.as_string()));
}

/// The rows that are there, and an empty one for each field that is new: flags can name it.
Json with_new_rows(Json mapping, const Json& difference) {
  for (const auto& change : difference["changes"].items()) {
    if (change["code"].as_string() != "FIELD_ADDED") continue;
    const auto& named = change["affects"]["mapping"].at(0).as_string();
    const auto space = named.find(' ');
    auto* direction = mapping.find(named.substr(0, space));
    auto* rows = direction == nullptr ? nullptr : direction->find("rows");
    if (rows != nullptr && space != std::string::npos)
      rows->push(Json::object({{"serviceAttribute", named.substr(space + 1)}, {"field", {}}}));
  }
  return mapping;
}

Json pairs(const Session& session, const char* flag) {
  Json json = Json::object();
  for (const auto& text : session.values(flag)) {
    const auto [name, value] = pair_of(text, flag);
    json.set(name, value);
  }
  return json;
}

int refresh(Session& session) {
  const auto service = session.api().get(path_of({"services", session.argument(0)}));
  const auto path = service_path(service);
  const auto difference = session.api().post(path + "/refresh");
  const bool adopts = session.has("adopt");
  if (!adopts && session.gave_json(difference)) return kOk;
  print_difference(session, difference);
  const bool changed = difference["changed"].as_bool();
  if (!adopts || !changed) {
    if (changed) session.console().line("nothing is changed yet; adopt it with --adopt");
    session.gave_json(service);
    return kOk;
  }
  Json request = Json::object({{"revision", difference["revision"]}});
  const auto mapping =
      mapping_change(session, with_new_rows(service["mapping"], difference), "map-");
  if (!mapping.is_null()) request.set("mapping", mapping);
  if (session.has("global")) request.set("globals", pairs(session, "global"));
  if (session.has("header")) request.set("headers", pairs(session, "header"));
  if (session.has("no-security")) request.set("acceptNoSecurity", true);
  add_privacy(session, request);
  const auto after = session.api().post(path + "/adopt", request);
  if (session.gave_json(after)) return kOk;
  session.console().good("adopted for " + printable(after["name"].as_string()));
  if (after["paused"].as_string() == "CREDENTIALS_WITHHELD")
    session.console().warning(
        "it is paused until its credentials are entered again: stepgate service credentials " +
        shell_word(after["name"].as_string()) + " ...");
  return kOk;
}

}  // namespace

std::vector<Verb> service_refresh_verbs() {
  return {
      {"service",
       "refresh",
       "NAME",
       "read document and definition again, and show what has changed",
       {{"adopt", "", "take the changes over"},
        {"map-out", "ATTR=FIELD", "with --adopt: send our FIELD as the service's ATTR", true},
        {"map-in", "ATTR=FIELD", "with --adopt: write the service's ATTR into our FIELD", true},
        {"off", "ATTR", "with --adopt: switch a field of the service off", true},
        {"global", "NAME=VALUE", "with --adopt: a global option", true},
        {"header", "NAME=VALUE", "with --adopt: a header parameter", true},
        {"no-security", "", "with --adopt: it asks for no credentials any more"},
        {"accept-privacy-notice", "", "with --adopt: confirm that further fields are sent"}},
       refresh,
       "Nothing changes before --adopt. Mapping rows that still fit stay, chunks in flight keep "
       "their plan.\nWhen the service has moved to another origin, its stored credentials are "
       "not sent there until\nthey are entered again."}};
}

}  // namespace stepgate::cli
