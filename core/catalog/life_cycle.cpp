// Onboarding: the life of a service that is active: who uses it, retiring, coming back, going.
#include "base/detailed_error.hpp"
#include "base/text.hpp"
#include "catalog/names.hpp"
#include "catalog/onboarding.hpp"
#include "store/campaign_repository.hpp"
#include "store/run_repository.hpp"
#include "store/service_log_repository.hpp"

namespace stepgate::catalog {
namespace {

constexpr std::size_t kShownRuns = 1000;
constexpr std::int64_t kOnlyStep = 1;  // a campaign has one step today

}  // namespace

std::vector<store::CampaignRow> Onboarding::campaigns_of(flow::ServiceId service) {
  auto campaigns = parts_.database->campaigns().list();
  std::erase_if(campaigns, [&](const auto& row) { return row.service != service; });
  return campaigns;
}

Json Onboarding::uses(flow::ServiceId service) {
  row(service);
  Json campaigns = Json::array(), runs = Json::array();
  for (const auto& row : campaigns_of(service))
    campaigns.push(Json::object({{"id", row.id}, {"name", row.name}, {"step", kOnlyStep}}));
  for (const auto& run : parts_.database->runs().list(0, 0, kShownRuns))
    if (run.row.service == service && run.ended_at == 0)
      runs.push(Json::object({{"id", run.row.run},
                              {"campaign", run.campaign_name},
                              {"state", Json(to_string(run.row.state))}}));
  return Json::object({{"campaigns", campaigns}, {"runs", runs}});
}

Json Onboarding::replacement_of(const store::ServiceRow& row) {
  const auto id = row.configuration["replacedBy"].as_int();
  if (id == 0) return {};
  const auto found = parts_.database->services().find(static_cast<flow::ServiceId>(id));
  if (!found) return {};
  return Json::object({{"id", found->id}, {"name", found->name}});
}

void Onboarding::require_usable(flow::ServiceId service) {
  const auto row = this->row(service);
  if (row.state == "active") return;
  if (row.state != "retired")
    throw Error(ErrorKind::conflict, "SERVICE_NOT_ACTIVE", "service " + row.name,
                "is " + row.state + " and takes no new campaigns", "Finish its onboarding first.");
  const auto other = replacement_of(row)["name"].as_string();
  throw Error(
      ErrorKind::conflict, "SERVICE_RETIRED", "service " + row.name,
      "is retired and takes no new campaigns" +
          (other.empty() ? std::string() : "; " + other + " replaces it"),
      other.empty()
          ? "Use another service, or reinstate it: stepgate service reinstate \"" + row.name + "\""
          : "Use " + other + " instead.");
}

Json Onboarding::retire(flow::ServiceId service, const Json& request) {
  auto row = this->row(service);
  const auto& named = request["replacedBy"];
  flow::ServiceId other = 0;
  if (named.is_int() || !named.as_string().empty())
    other = find(named.is_int() ? std::to_string(named.as_int()) : named.as_string());
  if (other == service)
    throw Error(ErrorKind::invalid, "REPLACEMENT_INVALID", "service " + row.name,
                "can't replace itself", "Name another one.");
  if (row.state == "draft" || (row.state == "retired" && other == 0))
    throw Error(ErrorKind::conflict, "SERVICE_NOT_ACTIVE", "service " + row.name,
                "is " + row.state + ", not active");
  if (other != 0) {
    row.configuration.set("replacedBy", other);
    store_row(row);
  }
  parts_.database->services().set_state(service, "retired");
  parts_.catalog->changed(service);
  note(service, "RETIRED", "No new campaign can use the service; those that do run on.");
  return show(service);
}

Json Onboarding::reinstate(flow::ServiceId service) {
  auto row = this->row(service);
  if (row.state != "retired")
    throw Error(ErrorKind::conflict, "SERVICE_NOT_RETIRED", "service " + row.name,
                "is " + row.state + ", not retired");
  if (row.configuration.erase("replacedBy")) store_row(row);
  parts_.database->services().set_state(service, "active");
  parts_.catalog->changed(service);
  note(service, "REINSTATED", "New campaigns can use the service again.");
  return show(service);
}

Json Onboarding::resume(flow::ServiceId service) {
  parts_.database->services().set_paused(service, "");
  parts_.catalog->changed(service);
  note(service, "RESUMED", "The service goes on.");
  return show(service);
}

void Onboarding::remove(flow::ServiceId service) {
  const auto row = this->row(service);
  std::vector<std::string> names;
  Json details = Json::array();
  for (const auto& campaign : campaigns_of(service)) {
    names.push_back(campaign.name);
    details.push(Json::object({{"code", "CAMPAIGN"},
                               {"subject", campaign.name},
                               {"message", "campaign " + campaign.name + ", step " +
                                               std::to_string(kOnlyStep) + ", uses it"},
                               {"remedy", ""}}));
  }
  if (!names.empty())
    throw DetailedError(
        ErrorKind::conflict, "SERVICE_IN_USE", "service " + row.name,
        (names.size() == 1 ? "is used by the campaign " : "is used by the campaigns ") +
            enumerated(names),
        "Retire it (stepgate service retire), or have another one take its place "
        "(stepgate service replace).",
        details);
  parts_.database->services().remove(service);
  parts_.catalog->changed(service);
}

}  // namespace stepgate::catalog
