// Onboarding: the document and the definition read again. What has changed is shown with what it
// affects; nothing changes until it is adopted.
#include "base/crypto.hpp"
#include "base/detailed_error.hpp"
#include "catalog/definition_changes.hpp"
#include "catalog/onboarding.hpp"
#include "catalog/plan_json.hpp"
#include "catalog/privacy.hpp"
#include "catalog/service_access.hpp"
#include "store/campaign_repository.hpp"
#include "store/credential_repository.hpp"
#include "store/service_log_repository.hpp"

namespace stepgate::catalog {
namespace {

constexpr Ms kAskWithin = 10'000;
constexpr std::size_t kRevisionLength = 16;

/// Of what was read, and of what it is compared with: another one as soon as either differs.
std::string revision_of(const store::ServiceRow& row, const store::ServiceRow& fresh) {
  const auto text = row.discovery.dump() + "\n" + row.definition.dump() + "\n" +
                    fresh.discovery.dump() + "\n" + fresh.definition.dump();
  return sha256_hex(text).substr(0, kRevisionLength);
}

void refuse_errors(const std::string& subject, const Json& findings) {
  for (const auto& finding : findings.items())
    if (finding["severity"].as_string() == "error")
      throw DetailedError(ErrorKind::invalid, finding["code"].as_string(), subject,
                          finding["message"].as_string(), finding["remedy"].as_string(), findings);
}

}  // namespace

Json Onboarding::discover(const store::ServiceRow& row, bool accept_no_security) const {
  DoorOptions options;
  options.key.tls = tls_of(row.configuration["tls"], row.id, *parts_.box);
  ServiceDoor door(*parts_.client, *parts_.clock, std::move(options));
  plugin::CallContext context;
  context.subject = row.url;
  context.deadline = parts_.clock->now() + 2 * kAskWithin;
  context.http = &door;
  return parts_.catalog->provider_of("openapi", row.provider)
      .discover(context,
                Json::object({{"url", row.url}, {"acceptNoSecurity", accept_no_security}}));
}

Json Onboarding::describe(const store::ServiceRow& row) {
  const auto session = open(row);
  ServiceDoor door(*parts_.client, *parts_.clock, door_of(row));
  plugin::CallContext context;
  context.subject = "service " + row.name;
  context.deadline = parts_.clock->now() + kAskWithin;
  context.http = &door;
  auto definition = explained(door, [&] { return session->describe(context); });
  refuse_errors("service " + row.name, definition["findings"]);
  return definition;
}

Onboarding::Fresh Onboarding::read_again(const store::ServiceRow& row) {
  if (!row.definition.is_object())
    throw Error(ErrorKind::conflict, "DEFINITION_NOT_READ", "service " + row.name,
                "its definition has not been read", "Finish its onboarding first.");
  Fresh fresh{row, {}, {}};
  // That it asks for none was agreed to once, or never: then the change is shown, and credentials
  // are withheld all the same.
  fresh.row.discovery = discover(row, true);
  refuse_errors(row.url, fresh.row.discovery["findings"]);
  const bool read = moved_places(fresh.row).empty();
  if (read) fresh.row.definition = describe(fresh.row);
  std::string credential;
  if (const auto found = parts_.database->credentials().find(row.credential); found)
    credential = found->name;
  const auto campaigns = campaigns_of(row.id);
  const Json nothing;
  fresh.changes = definition_changes(
      {row, fresh.row.discovery, read ? fresh.row.definition : nothing, campaigns, credential});
  fresh.revision = revision_of(row, fresh.row);
  return fresh;
}

Json Onboarding::difference(const Fresh& fresh) {
  Json withheld = Json::array();
  for (const auto& reason : moved_places(fresh.row)) withheld.push(reason);
  return Json::object({{"service", fresh.row.name},
                       {"changes", fresh.changes},
                       {"changed", fresh.changes.size() > 0},
                       {"definitionRead", withheld.size() == 0},
                       {"withheld", withheld},
                       {"revision", fresh.revision}});
}

Json Onboarding::refresh(flow::ServiceId service) {
  const auto row = this->row(service);
  const auto fresh = read_again(row);
  note(service, "REFRESHED",
       fresh.changes.size() == 0
           ? std::string("Document and definition were read again; nothing has changed.")
           : "Document and definition were read again: " + std::to_string(fresh.changes.size()) +
                 " changes, not adopted yet.");
  return difference(fresh);
}

/// Rows that still fit stay; of the others, and of fields that are new, what the strategy proposes.
Json Onboarding::adopted_mapping(const store::ServiceRow& row, const char* direction) {
  auto mapping = propose(row, direction);
  bool undone = false;
  for (const auto& problem : mapping["problems"].items())
    for (auto& one : mapping.find("rows")->mutable_items())
      if (problem["code"].as_string() != "MAPPING_REQUIRED" &&
          one["serviceAttribute"] == problem["serviceAttribute"]) {
        one.set("field", {}).set("active", false);
        undone = true;
      }
  if (!undone) return mapping;
  // Without the row that does not fit, the strategy may have a proposal for it.
  auto without = row;
  without.mapping.set(direction, mapping);
  return propose(without, direction);
}

void Onboarding::adopt_mappings(store::ServiceRow& row, const Json& request) {
  Json problems = Json::array();
  for (const auto* direction : {"outgoing", "incoming"}) {
    const bool confirmed = row.mapping[direction]["confirmed"].as_bool();
    row.mapping.set(direction, adopted_mapping(row, direction));
    auto mapping = row.mapping[direction];
    if (const auto& rows = request["mapping"][direction]["rows"]; rows.is_array())
      mapping = validate(row, direction,
                         overlaid(mapping["rows"], rows, mapping["userDriven"].as_bool()));
    for (const auto& problem : mapping["problems"].items()) {
      Json named = problem;
      problems.push(named.set("direction", direction));
    }
    row.mapping.set(direction, mapping.set("confirmed", confirmed));
  }
  const auto lacks = missing_options(row);
  for (const auto& lacking : lacks.items()) problems.push(lacking);
  if (problems.size() == 0 || row.state == "draft") return;
  const auto& first = problems.at(0);
  throw DetailedError(
      ErrorKind::conflict, "ADOPTION_INCOMPLETE", "service " + row.name,
      "what has changed wants more than is there: " + first["message"].as_string() +
          (problems.size() > 1 ? ", and " + std::to_string(problems.size() - 1) + " more"
                               : std::string()),
      "Give it with the adoption: --map-out ATTR=FIELD, --map-in ATTR=FIELD, "
      "--global NAME=VALUE, --header NAME=VALUE.",
      problems);
}

Json Onboarding::adopt(flow::ServiceId service, const Json& request) {
  auto row = this->row(service);
  auto fresh = read_again(row);
  if (fresh.revision != request["revision"].as_string())
    throw DetailedError(ErrorKind::conflict, "CHANGED_MEANWHILE", "service " + row.name,
                        "what it declares is not what was shown any more",
                        "Look at the changes again: stepgate service refresh.", fresh.changes);
  if (fresh.changes.size() == 0) return view(row);
  if (row.discovery["security"]["kind"].string_or("none") != "none" &&
      fresh.row.discovery["security"]["kind"].string_or("none") == "none" &&
      !request["acceptNoSecurity"].as_bool())
    throw Error(ErrorKind::conflict, "SECURITY_MISSING", "service " + row.name,
                "its document says now that it asks for no credentials",
                "Confirm it with --no-security (acceptNoSecurity), if that is meant.");
  auto next = fresh.row;
  change_options(next, request);
  adopt_mappings(next, request);
  require_privacy(next, row.mapping, request, parts_.clock->now());
  auto campaigns = campaigns_of(service);
  for (auto& campaign : campaigns)
    campaign.parameters = moved_parameters(row.definition, next.definition, campaign.parameters);
  next = store_row(next);
  parts_.database->campaigns().move(campaigns, service);
  for (const auto& change : fresh.changes.items())
    note(service, change["code"].as_string(), "Adopted: " + change["message"].as_string() + ".");
  for (const auto& reason : moved_places(next))
    note(service, "CREDENTIALS_WITHHELD",
         "The credentials are not sent until they are entered again; it has moved: " + reason + ".",
         2);
  rebuild_plan(next);
  return show(service);
}

}  // namespace stepgate::catalog
