// The log and the statistics, of one service or of all.
#include <array>

#include "admin/activity_view.hpp"
#include "admin/call.hpp"
#include "catalog/onboarding.hpp"
#include "store/database.hpp"
#include "store/service_log_repository.hpp"
#include "store/statistics_repository.hpp"

namespace stepgate::admin {
namespace {

constexpr std::array<const char*, 4> kSeverities{"", "info", "warning", "error"};

Json id_or_null(std::int64_t id) { return id == 0 ? Json() : Json(id); }

Json view(const store::LogRow& row, ServiceNames& names) {
  const auto severity = std::min<std::size_t>(row.entry.severity, kSeverities.size() - 1);
  return Json::object({{"id", row.id},
                       {"at", format_datetime(row.at)},
                       {"service", names.of(row.service)},
                       {"run", id_or_null(row.run)},
                       {"chunk", row.chunk == 0 ? Json() : Json(std::to_string(row.chunk))},
                       {"person", id_or_null(row.person)},
                       {"severity", kSeverities[severity]},
                       {"kind", row.entry.kind},
                       {"code", row.entry.code},
                       {"message", row.entry.message}});
}

/// "info" shows everything, "warning" also errors.
std::uint8_t min_severity(const Call& call) {
  const auto word = call.word("severity", {"info", "warning", "error"});
  return word == "error" ? 3 : word == "warning" ? 2 : 0;
}

void answer_log(Call& call, flow::ServiceId service) {
  store::LogFilter filter;
  filter.service = service;
  filter.min_severity = min_severity(call);
  filter.kind = call.query("kind");
  filter.code = call.query("code");
  filter.run = call.integer("run", 1, INT64_MAX, 0);
  filter.chunk = call.integer("chunk", 1, INT64_MAX, 0);
  filter.person = call.integer("person", 1, INT64_MAX, 0);
  filter.from = call.time("since");
  filter.to = call.time("until");
  filter.before = call.integer("after", 0, INT64_MAX, 0);
  filter.limit = call.limit();
  ServiceNames names(*call.parts.database);
  const auto rows = call.parts.database->service_log().query(filter);
  Json items = Json::array();
  for (const auto& row : rows) items.push(view(row, names));
  Json json = Json::object({{"items", std::move(items)}});
  const bool more = rows.size() == filter.limit;
  json.set("next", more ? Json(std::to_string(rows.back().id)) : Json());
  call.answer(json);
}

void answer_statistics(Call& call, flow::ServiceId service) {
  store::StatisticQuery query;
  query.service = service;
  query.by_day = call.word("bucket", {"hour", "day"}) == "day";
  const bool chunks = call.word("level", {"record", "chunk"}) == "chunk";
  query.level = chunks ? store::StatisticLevel::chunk : store::StatisticLevel::record;
  query.from = call.time("since");
  query.to = call.time("until");
  ServiceNames names(*call.parts.database);
  Json items = Json::array();
  for (const auto& row : call.parts.database->statistics().query(query))
    items.push(Json::object({{"bucket", format_datetime(row.bucket)},
                             {"service", names.of(row.service)},
                             {"level", chunks ? "chunk" : "record"},
                             {"code", row.code},
                             {"n", row.n},
                             {"lastAt", time_or_null(row.last_at)},
                             {"message", row.message.empty() ? Json() : Json(row.message)}}));
  call.answer_list(Json::object({{"items", std::move(items)}}));
}

/// Of the parameter `service`; 0 for all.
flow::ServiceId wished_service(const Call& call) {
  const auto named = call.query("service");
  return named.empty() ? 0 : call.parts.onboarding->find(named);
}

void log_of_all(Call& call) { answer_log(call, wished_service(call)); }
void log_of_one(Call& call) { answer_log(call, call.service()); }
void statistics_of_all(Call& call) { answer_statistics(call, wished_service(call)); }
void statistics_of_one(Call& call) { answer_statistics(call, call.service()); }

constexpr std::array kRoutes{
    Route{.method = "GET",
          .path = "/api/v1/log",
          .id = "listLog",
          .summary = "The log of all services, newest first",
          .handle = &log_of_all,
          .answer = {kJson, "LogList"},
          .query = "service severity kind code run chunk person since until limit after",
          .refusals = "404"},
    Route{.method = "GET",
          .path = "/api/v1/services/{service}/log",
          .id = "listServiceLog",
          .summary = "The log of a service, newest first",
          .handle = &log_of_one,
          .answer = {kJson, "LogList"},
          .query = "severity kind code run chunk person since until limit after",
          .refusals = "404"},
    Route{.method = "GET",
          .path = "/api/v1/statistics",
          .id = "listStatistics",
          .summary = "Counts by time, service and code",
          .handle = &statistics_of_all,
          .answer = {kJson, "StatisticList"},
          .query = "service bucket level since until limit after",
          .refusals = "404"},
    Route{.method = "GET",
          .path = "/api/v1/services/{service}/statistics",
          .id = "listServiceStatistics",
          .summary = "Counts of a service by time and code",
          .handle = &statistics_of_one,
          .answer = {kJson, "StatisticList"},
          .query = "bucket level since until limit after",
          .refusals = "404"},
};

}  // namespace

std::span<const Route> history_routes() { return kRoutes; }

}  // namespace stepgate::admin
