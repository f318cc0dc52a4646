// The host itself: health, state, and the API's own description.
#include <array>

#include "admin/call.hpp"
#include "admin/openapi.hpp"
#include "catalog/onboarding.hpp"
#include "flow/decide.hpp"
#include "plugin/plugin_host.hpp"
#include "runtime/engine.hpp"
#include "store/run_repository.hpp"
#include "store/service_repository.hpp"

namespace stepgate::admin {
namespace {

/// Open to everybody: says no more than whether the host can do its work.
void health(Call& call) {
  const bool well =
      call.parts.database->health().ok && call.parts.engine->stats().store_error.empty();
  call.response.status(well ? 200 : 503)
      .send(Json::object({{"status", well ? "ok" : "failing"}}).dump());
}

void count(Json& counts, const std::string& key) { counts.set(key, counts[key].as_int() + 1); }

Json services_by_state(store::Database& database) {
  Json counts = Json::object({{"draft", 0}, {"active", 0}, {"retired", 0}, {"paused", 0}});
  for (const auto& row : database.services().list()) {
    count(counts, row.state);
    if (!row.paused_reason.empty()) count(counts, "paused");
  }
  return counts;
}

Json runs_by_state(store::Database& database) {
  Json counts = Json::object();
  for (const auto& [state, n] : database.runs().count_by_state()) counts.set(to_string(state), n);
  return counts;
}

Json store_view(const AdminParts& parts, const store::DatabaseHealth& health) {
  const auto engine = parts.engine->stats();
  return Json::object({{"ok", health.ok && engine.store_error.empty()},
                       {"code", health.ok ? Json() : Json(health.code)},
                       {"message", !health.ok                   ? Json(health.message)
                                   : engine.store_error.empty() ? Json()
                                                                : Json(engine.store_error)},
                       {"bytes", health.bytes},
                       {"walBytes", health.wal_bytes},
                       {"schemaVersion", health.schema_version},
                       {"synchronous", parts.synchronous},
                       {"lastCommitAt", time_or_null(health.last_commit_at)}});
}

Json callbacks_view(const AdminParts& parts) {
  if (!parts.callback_stats) return Json::object();
  const auto stats = parts.callback_stats();
  return Json::object({{"requests", stats.requests},
                       {"openConnections", stats.open},
                       {"acceptedConnections", stats.accepted},
                       {"refusedConnections", stats.shed},
                       {"badRequests", stats.bad_requests},
                       {"timedOut", stats.timed_out}});
}

void status(Call& call) {
  const auto& parts = call.parts;
  const auto health = parts.database->health();
  const auto plugins = parts.plugins->list();
  const auto engine = parts.engine->stats();
  Json json = Json::object(
      {{"version", parts.version},
       {"commit", parts.commit},
       {"abi", std::to_string(STEPGATE_ABI_MAJOR) + "." + std::to_string(STEPGATE_ABI_MINOR)},
       {"uptimeSeconds", call.uptime / 1000},
       {"dataFile", parts.data_file},
       {"publicUrl", parts.callback_url},
       {"apiUrl", parts.api_url ? Json(parts.api_url()) : Json()},
       {"people", health.people}});
  json.set("services", services_by_state(*parts.database))
      .set("runs", runs_by_state(*parts.database))
      .set("chunksInFlight", engine.chunks_in_flight)
      .set("engine", Json::object({{"queuedOperations", engine.queued_operations},
                                   {"batches", engine.batches},
                                   {"operations", engine.operations}}))
      .set("plugins",
           Json::object({{"loaded", plugins.loaded.size()}, {"refused", plugins.refused.size()}}))
      .set("store", store_view(parts, health))
      .set("callbacks", callbacks_view(parts));
  call.answer(json);
}

void openapi(Call& call) { call.answer(openapi_document(call.parts.version)); }

constexpr std::array kRoutes{
    Route{.method = "GET",
          .path = "/healthz",
          .id = "health",
          .summary = "Whether the host can do its work; wants no token",
          .handle = &health,
          .answer = {kJson, "Health"},
          .refusals = "503",
          .open = true},
    Route{.method = "GET",
          .path = "/api/v1/openapi.json",
          .id = "openapi",
          .summary = "This document",
          .handle = &openapi,
          .answer = {kJson, "Anything"}},
    Route{.method = "GET",
          .path = "/api/v1/status",
          .id = "status",
          .summary = "The state of the host",
          .handle = &status,
          .answer = {kJson, "Status"}},
};

}  // namespace

std::span<const Route> status_routes() { return kRoutes; }

}  // namespace stepgate::admin
