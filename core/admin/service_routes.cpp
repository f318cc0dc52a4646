// Installed services: the grid, one of them, its status, its guide and icons.
#include <array>

#include "admin/call.hpp"
#include "admin/image_kind.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "catalog/onboarding.hpp"
#include "runtime/engine.hpp"

namespace stepgate::admin {
namespace {

void list(Call& call) { call.answer_list(call.parts.onboarding->list()); }
Json time_or_null(Ms at) { return at == 0 ? Json() : Json(format_datetime(at)); }

/// How the way to it is; null while nothing has been sent to it since the start.
Json traffic_of(const std::optional<runtime::LaneView>& lane) {
  if (!lane) return {};
  Json window;
  if (lane->by_rate)
    window = Json::object({{"requests", lane->window_requests}, {"people", lane->window_people}});
  const Json breaker = Json::object({{"state", lane->breaker_open ? "open" : "closed"},
                                     {"failures", lane->failures},
                                     {"reason", lane->why.empty() ? Json() : Json(lane->why)},
                                     {"openedAt", time_or_null(lane->opened_at)},
                                     {"nextProbeAt", time_or_null(lane->next_probe_at)},
                                     {"probes", lane->probes}});
  return Json::object(
      {{"breaker", breaker}, {"chunksInFlight", lane->chunks_in_flight}, {"window", window}});
}

void show(Call& call) {
  const auto service = call.service();
  auto json = call.parts.onboarding->show(service);
  json.set("traffic", traffic_of(call.parts.engine->lane(service)));
  call.answer(json);
}
void status(Call& call) { call.answer(call.parts.onboarding->status(call.service())); }
void picklists(Call& call) {
  call.answer_list(call.parts.onboarding->picklists(call.service(), call.flag("refresh"),
                                                    call.query("attribute")));
}

/// Somebody else's page or picture under our name: it may load and run nothing.
void send_foreign(Call& call, std::string_view bytes, std::string_view content_type) {
  call.response.header("Content-Security-Policy", "default-src 'none'; sandbox")
      .send(bytes, content_type);
}

void guide(Call& call) {
  send_foreign(call, call.parts.onboarding->guide(call.service()), "text/html; charset=utf-8");
}

void icon(Call& call) {
  const auto which = call.id(1);
  if (which != "brand" && which != "service")
    throw Error(ErrorKind::not_found, "ICON_UNKNOWN", "icon " + std::string(cut_utf8(which, 100)),
                "there is no such icon", "There are: brand, service");
  const auto [type, bytes] = call.parts.onboarding->resource(
      call.service(), which == "brand" ? "brandIcon" : "serviceIcon");
  const auto kind = image_kind(bytes);
  if (kind.empty())
    throw Error(ErrorKind::upstream, "ICON_NOT_AN_IMAGE",
                "the " + std::string(which) + " icon of service " + std::string(call.id()),
                "is no picture that is shown here",
                "The service should give PNG, GIF, JPEG, WebP or SVG");
  send_foreign(call, bytes, kind);
}

constexpr std::array kRoutes{
    Route{.method = "GET",
          .path = "/api/v1/services",
          .id = "listServices",
          .summary = "The installed services",
          .handle = &list,
          .answer = {kJson, "ServiceList"},
          .query = "limit after"},
    Route{.method = "GET",
          .path = "/api/v1/services/{service}",
          .id = "showService",
          .summary = "All of one service",
          .handle = &show,
          .answer = {kJson, "Service"},
          .refusals = "404"},
    Route{.method = "GET",
          .path = "/api/v1/services/{service}/status",
          .id = "serviceStatus",
          .summary = "Asks the service now how it is",
          .handle = &status,
          .answer = {kJson, "ServiceStatus"},
          .refusals = "404 409 502"},
    Route{.method = "GET",
          .path = "/api/v1/services/{service}/guide",
          .id = "serviceGuide",
          .summary = "The service's guide for users, made harmless",
          .handle = &guide,
          .answer = {"text/html", {}},
          .refusals = "404 502"},
    Route{.method = "GET",
          .path = "/api/v1/services/{service}/icons/{icon}",
          .id = "serviceIcon",
          .summary = "An icon of the service: a picture whose kind was found out from its bytes",
          .handle = &icon,
          .answer = {"image/*", {}},
          .refusals = "404 502"},
    Route{.method = "GET",
          .path = "/api/v1/services/{service}/picklists",
          .id = "servicePicklists",
          .summary = "The choices of its attributes, as last fetched; refresh asks the service",
          .handle = &picklists,
          .answer = {kJson, "PicklistList"},
          .query = "refresh attribute limit after",
          .refusals = "404 502"},
};

}  // namespace

std::span<const Route> service_routes() { return kRoutes; }

}  // namespace stepgate::admin
