// Onboarding: picklists. The last good list is kept whatever the service answers later.
#include "base/error.hpp"
#include "catalog/onboarding.hpp"
#include "store/service_log_repository.hpp"

namespace stepgate::catalog {
namespace {

constexpr Ms kAskWithin = 10'000;

}  // namespace

void Onboarding::fetch_picklist(const store::ServiceRow& row,
                                const plugin::ProviderSession& session, const Json& attribute,
                                const char* type) {
  const auto& name = attribute["name"].as_string();
  ServiceDoor door(*parts_.client, *parts_.clock, door_of(row));
  plugin::CallContext context;
  context.subject = "picklist " + name + " of service " + row.name;
  context.deadline = parts_.clock->now() + kAskWithin;
  context.http = &door;
  Json request = Json::object({{"name", name}, {"type", type}});
  request.set("mapping", Json::object({{"outgoing", row.mapping["outgoing"]["rows"]},
                                       {"incoming", row.mapping["incoming"]["rows"]}}));
  auto& services = parts_.database->services();
  try {
    const auto list = explained(door, [&] { return session.picklist(context, request); });
    services.put_picklist(row.id, type, name, list["choices"]);
    for (const auto& finding : list["findings"].items())
      parts_.database->service_log().append({row.id,
                                             0,
                                             0,
                                             0,
                                             {2, "picklist", finding["code"].as_string(),
                                              name + ": " + finding["message"].as_string()}});
  } catch (const Error& e) {
    services.put_picklist_error(row.id, type, name, e.code() + ": " + e.fact());
    parts_.database->service_log().append(
        {row.id, 0, 0, 0, {2, "picklist", e.code(), name + ": " + e.fact()}});
  }
}

Json Onboarding::picklists(flow::ServiceId service, bool refresh) {
  const auto row = this->row(service);
  if (refresh) {
    const auto session = open(row);
    const auto fetch = [&](const char* section, const char* type) {
      for (const auto& attribute : row.definition[section].items())
        if (attribute["hasPicklist"].as_bool()) fetch_picklist(row, *session, attribute, type);
    };
    fetch("flowAttributes", "flow");
    fetch("globalAttributes", "global");
    fetch("headers", "header");
  }
  Json items = Json::array();
  for (const auto& list : parts_.database->services().picklists(service))
    items.push(Json::object(
        {{"attribute", list.attribute},
         {"type", list.type},
         {"choices", list.choices},
         {"fetchedAt", list.fetched_at == 0 ? Json() : Json(format_datetime(list.fetched_at))},
         {"error", list.error.empty() ? Json() : Json(list.error)}}));
  return Json::object({{"items", items}});
}

}  // namespace stepgate::catalog
