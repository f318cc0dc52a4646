// Changes of a service: credentials, mapping, configuration.
#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/values.hpp"
#include "cli/verbs/all.hpp"
#include "cli/verbs/credential.hpp"
#include "cli/verbs/service_parts.hpp"

namespace stepgate::cli {
namespace {

/// Without a service: the stored ones.
int credentials(Session& session) {
  const auto name = session.argument_or(0, "");
  if (name.empty()) return list_credentials(session);
  const auto service = session.api().get(path_of({"services", name}));
  const auto request = credential_request(session, service["credentialInputs"]);
  if (!request.missing.empty())
    throw Failure::usage("service credentials", "wants " + join(request.missing, ", "),
                         "Secrets are best given as @FILE.");
  set_credential(session, service_path(service), request.body);
  if (session.json()) session.gave_json(session.api().get(service_path(service))["credential"]);
  return kOk;
}

int map(Session& session) {
  const auto service = session.api().get(path_of({"services", session.argument(0)}));
  const auto path = service_path(service) + "/mapping";
  auto mapping = session.api().get(path);
  auto change = mapping_change(session, mapping, "");
  if (session.has("confirm"))
    for (const auto* direction : {"outgoing", "incoming"}) {
      auto part = change[direction].is_object() ? change[direction] : Json::object();
      change.set(direction, part.set("confirmed", true));
    }
  if (!change.is_null() || session.has("accept-privacy-notice")) {
    if (change.is_null()) change = Json::object();
    add_privacy(session, change);
    mapping = session.api().put(path, change);
  }
  if (session.gave_json(mapping)) return kOk;
  print_mapping(session, mapping, service["definition"]);
  for (const auto* direction : {"outgoing", "incoming"})
    print_missing(session, mapping[direction]["problems"]);
  return kOk;
}

Json limits_of(const Session& session) {
  Json limits = Json::object();
  for (const auto& text : session.values("limit")) {
    const auto [name, value] = pair_of(text, "limit");
    const bool number = parse_int(value).has_value();
    limits.set(name, value.empty() ? Json() : typed_value(value, number ? "integer" : "boolean"));
  }
  return limits;
}

int configure(Session& session) {
  const auto service = session.api().get(path_of({"services", session.argument(0)}));
  const auto& definition = service["definition"];
  Json change;
  if (session.has("global"))
    change.set("globals", typed_pairs(session, "global", definition["globalAttributes"]));
  if (session.has("header"))
    change.set("headers", typed_pairs(session, "header", definition["headers"]));
  if (session.has("limit")) change.set("limits", limits_of(session));
  if (session.has("require") || session.has("optional")) {
    Json required = Json::object();
    for (const auto& name : session.values("require")) required.set(name, true);
    for (const auto& name : session.values("optional")) required.set(name, false);
    change.set("required", required);
  }
  if (session.has("name")) change.set("name", session.value("name"));
  if (session.has("document-url")) change.set("url", session.value("document-url"));
  add_access(session, change);
  if (change.is_null())
    throw Failure::usage(
        "service configure", "wants something to change",
        "Give --global, --header or --limit, each with NAME=VALUE, or one of --name, "
        "--credential-name, --ca, --client-cert and --client-key.");
  const auto after = session.api().put(service_path(service) + "/configuration", change);
  if (session.gave_json(after)) return kOk;
  session.console().good("configured " + printable(after["name"].as_string()));
  Facts facts;
  for (const auto& [name, value] : after["configuration"]["globals"].members())
    facts.add(name, cell_text(value));
  for (const auto& [name, value] : after["configuration"]["headers"].members())
    facts.add(name, {cell_text(value), Style::italic});
  for (const auto& [name, value] : after["configuration"]["limits"].members())
    facts.add(name, cell_text(value));
  if (const auto& name = after["credentialParameter"]; !name.is_null())
    facts.add("key travels as", cell_text(name));
  if (!after["tls"]["ca"].is_null()) facts.add("CA", "given");
  if (!after["tls"]["clientCertificate"].is_null()) facts.add("client certificate", "given");
  facts.print(session.console());
  return kOk;
}

}  // namespace

std::vector<Verb> service_part_verbs() {
  std::vector<Flag> configurable = {
      {"require", "NAME", "an option or parameter must have a value, whatever its service says",
       true},
      {"optional", "NAME", "takes --require back", true},
      {"name", "NEW", "how it is called here from now on"},
      {"document-url", "URL", "refused: the URL stays; another one is another service"},
      {"global", "NAME=VALUE", "a global option", true},
      {"header", "NAME=VALUE", "a header parameter", true},
      {"limit", "NAME=VALUE", "a limit, like chunkPeople=500; NAME= takes it back", true}};
  for (auto& flag : access_flags()) configurable.push_back(std::move(flag));
  return {
      {"service", "credentials", "[NAME]",
       "try and store credentials of a service; without NAME, list the stored ones",
       credential_flags(), credentials, secret_forms()},
      {"service",
       "map",
       "NAME",
       "show or change which field stands for which",
       {{"out", "ATTR=FIELD", "send our FIELD as the service's ATTR; ATTR= unmaps", true},
        {"in", "ATTR=FIELD", "write the service's ATTR into our FIELD; ATTR= unmaps", true},
        {"off", "ATTR", "switch a field of the service off", true},
        {"confirm", "", "the mappings are right"},
        {"accept-privacy-notice", "", "confirm that these fields are sent"}},
       map},
      {"service", "configure", "NAME", "set name, options, header parameters, limits, certificates",
       configurable, configure,
       "An empty value of --credential-name, --ca, --client-cert or --client-key takes it back."},
  };
}

}  // namespace stepgate::cli
