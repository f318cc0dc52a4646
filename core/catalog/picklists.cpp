// Onboarding: picklists. The last good list is kept whatever the service answers later.
#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/text.hpp"
#include "catalog/names.hpp"
#include "catalog/onboarding.hpp"
#include "store/campaign_repository.hpp"
#include "store/service_log_repository.hpp"

namespace stepgate::catalog {
namespace {

constexpr Ms kAskWithin = 10'000;

struct Section {
  const char* declared;
  const char* type;
};
constexpr std::array<Section, 3> kSections{
    {{"flowAttributes", "flow"}, {"globalAttributes", "global"}, {"headers", "header"}}};

bool offers(const Json& choices, const Json& value) {
  const auto& items = choices.items();
  return std::any_of(items.begin(), items.end(),
                     [&](const Json& choice) { return choice["value"] == value; });
}

std::string shown(const Json& value) {
  return value.is_string() ? value.as_string() : value.dump();
}

}  // namespace

/// Told once: with the next list the choice was not there before either.
Json Onboarding::note_vanished(const store::ServiceRow& row, const std::string& attribute,
                               const Json& before, const Json& now) {
  Json vanished = Json::array();
  for (const auto& choice : before.items()) {
    if (offers(now, choice["value"])) continue;
    std::vector<std::string> users;
    for (const auto& campaign : campaigns_of(row.id))
      if (campaign.parameters[attribute] == choice["value"]) users.push_back(campaign.name);
    if (users.empty()) continue;
    Json names = Json::array();
    for (const auto& name : users) names.push(name);
    vanished.push(
        Json::object({{"attribute", attribute}, {"value", choice["value"]}, {"campaigns", names}}));
    parts_.database->service_log().append({row.id,
                                           0,
                                           0,
                                           0,
                                           {2, "picklist", "CHOICE_VANISHED",
                                            attribute + ": the choice '" + shown(choice["value"]) +
                                                "' is gone; it is used by: " + enumerated(users)}});
  }
  return vanished;
}

void Onboarding::fetch_picklist(const store::ServiceRow& row,
                                const plugin::ProviderSession& session, const Json& attribute,
                                const char* type, const std::function<bool()>& cancelled,
                                Json& vanished) {
  const auto& name = attribute["name"].as_string();
  ServiceDoor door(*parts_.client, *parts_.clock, door_of(row));
  plugin::CallContext context;
  context.subject = "picklist " + name + " of service " + row.name;
  context.deadline = parts_.clock->now() + kAskWithin;
  context.http = &door;
  context.cancelled = cancelled;
  Json request = Json::object({{"name", name}, {"type", type}});
  request.set("mapping", Json::object({{"outgoing", row.mapping["outgoing"]["rows"]},
                                       {"incoming", row.mapping["incoming"]["rows"]}}));
  auto& services = parts_.database->services();
  const auto before = services.picklist(row.id, type, name);
  try {
    const auto list = explained(door, [&] { return session.picklist(context, request); });
    services.put_picklist(row.id, type, name, list["choices"]);
    const bool told = before && before->choices == list["choices"];
    const Json found = told ? Json::array() : list["findings"];
    for (const auto& finding : found.items())
      parts_.database->service_log().append({row.id,
                                             0,
                                             0,
                                             0,
                                             {2, "picklist", finding["code"].as_string(),
                                              name + ": " + finding["message"].as_string()}});
    if (!before || std::string_view(type) != "flow") return;
    const auto gone = note_vanished(row, name, before->choices, list["choices"]);
    for (const auto& one : gone.items()) vanished.push(one);
  } catch (const Error& e) {
    if (cancelled && cancelled()) throw;
    const auto error = e.code() + ": " + e.fact();
    services.put_picklist_error(row.id, type, name, error);
    if (before && before->error == error) return;  // told already
    parts_.database->service_log().append(
        {row.id, 0, 0, 0, {2, "picklist", e.code(), name + ": " + e.fact()}});
  }
}

Json Onboarding::picklists(flow::ServiceId service, bool refresh, std::string_view only,
                           const std::function<bool()>& cancelled) {
  const auto row = this->row(service);
  Json vanished = Json::array();
  bool known = only.empty();
  for (const auto& section : kSections)
    for (const auto& attribute : row.definition[section.declared].items())
      known |= attribute["name"].as_string() == only && attribute["hasPicklist"].as_bool();
  if (!known)
    throw Error(ErrorKind::not_found, "PICKLIST_NOT_FOUND",
                "attribute " + std::string(cut_utf8(only, 100)) + " of service " + row.name,
                "has no picklist", "`stepgate service show` lists those that have one.");
  if (refresh) {
    const auto session = open(row);
    for (const auto& section : kSections)
      for (const auto& attribute : row.definition[section.declared].items())
        if (attribute["hasPicklist"].as_bool() &&
            (only.empty() || attribute["name"].as_string() == only))
          fetch_picklist(row, *session, attribute, section.type, cancelled, vanished);
  }
  Json items = Json::array();
  for (const auto& list : parts_.database->services().picklists(service))
    if (only.empty() || list.attribute == only)
      items.push(Json::object(
          {{"attribute", list.attribute},
           {"type", list.type},
           {"choices", list.choices},
           {"fetchedAt", list.fetched_at == 0 ? Json() : Json(format_datetime(list.fetched_at))},
           {"error", list.error.empty() ? Json() : Json(list.error)}}));
  return Json::object({{"items", items}, {"vanished", vanished}});
}

}  // namespace stepgate::catalog
