// Onboarding: the grid of services, one row each.
#include <algorithm>

#include "base/text.hpp"
#include "catalog/onboarding.hpp"
#include "catalog/service_access.hpp"
#include "store/campaign_repository.hpp"
#include "store/statistics_repository.hpp"

namespace stepgate::catalog {
namespace {

constexpr Ms kHour = 3'600'000;
constexpr int kHours = 24;

Json time_or_null(Ms at) { return at == 0 ? Json() : Json(format_datetime(at)); }

/// The state as the grid's chip has it.
std::string chip(const store::ServiceRow& row, const Json& paused, const Json& deprecation) {
  if (row.state == "draft") return "Draft";
  if (row.state == "retired") return "Retired";
  if (!paused.is_null() || row.configuration["lastStatusError"].is_object()) return "Error";
  const auto& date = deprecation["date"].as_string();
  if (!date.empty()) return "Deprecated on " + date.substr(0, 10);
  return deprecation.is_null() ? "Active" : "Deprecated";
}

}  // namespace

/// People of the last 24 hours: how many, which part of them well, and that by the hour; null where
/// there were none.
Json Onboarding::last_day(flow::ServiceId service) {
  const Ms now = parts_.clock->now(), first = now / kHour * kHour - (kHours - 1) * kHour;
  std::int64_t all[kHours] = {}, good[kHours] = {}, total = 0, well = 0;
  store::StatisticQuery query;
  query.service = service;
  query.from = first;
  for (const auto& row : parts_.database->statistics().query(query)) {
    const auto hour = std::clamp<Ms>((row.bucket - first) / kHour, 0, kHours - 1);
    const auto n = iequals(row.code, "success") ? row.n : 0;
    all[hour] += row.n;
    good[hour] += n;
    total += row.n;
    well += n;
  }
  const auto rate = [](std::int64_t part, std::int64_t of) {
    return of == 0 ? Json() : Json(static_cast<double>(part) / static_cast<double>(of));
  };
  Json hours = Json::array();
  for (int i = 0; i < kHours; ++i) hours.push(rate(good[i], all[i]));
  return Json::object({{"people", total}, {"rate", rate(well, total)}, {"hours", hours}});
}

Json Onboarding::grid_row(const store::ServiceRow& row) {
  const auto& status = row.configuration["lastStatus"];
  const auto deprecation = deprecation_of(status, parts_.clock->now());
  Json paused = row.paused_reason.empty() ? Json() : Json(row.paused_reason);
  if (paused.is_null() && row.state != "draft" && !moved_places(row).empty())
    paused = "CREDENTIALS_WITHHELD";
  Ms picklists_at = 0;
  for (const auto& list : parts_.database->services().picklists(row.id))
    picklists_at = std::max(picklists_at, list.fetched_at);
  const bool icon = row.discovery["paths"]["serviceIcon"].as_bool() ||
                    row.discovery["paths"]["brandIcon"].as_bool();
  const char* which = row.discovery["paths"]["serviceIcon"].as_bool() ? "service" : "brand";
  return Json::object(
      {{"id", row.id},
       {"icon",
        icon ? Json("/api/v1/services/" + std::to_string(row.id) + "/icons/" + which) : Json()},
       {"name", row.name},
       {"provider", row.discovery["providerName"]},
       {"kind", row.kind},
       {"url", row.url},
       {"state", row.state},
       {"status", chip(row, paused, deprecation)},
       {"paused", paused},
       {"deprecation", deprecation},
       {"deprecationDate", deprecation["date"]},
       {"deprecationMessage", deprecation["message"]},
       {"usedIn", parts_.database->campaigns().uses(row.id)},
       {"lastDay", last_day(row.id)},
       {"picklistsAt", time_or_null(picklists_at)},
       {"lastStatus", status},
       {"lastStatusError", row.configuration["lastStatusError"]},
       {"updatedAt", time_or_null(row.updated_at)}});
}

Json Onboarding::list() {
  Json items = Json::array();
  for (const auto& row : parts_.database->services().list()) items.push(grid_row(row));
  return Json::object({{"items", items}});
}

}  // namespace stepgate::catalog
