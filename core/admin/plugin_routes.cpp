// Loaded and refused plugin files.
#include <array>

#include "admin/call.hpp"
#include "plugin/plugin_host.hpp"

namespace stepgate::admin {
namespace {

Json view(const plugin::ComponentInfo& component) {
  Json serves = Json::array();
  for (const auto& one : component.serves) serves.push(one);
  return Json::object({{"id", component.id},
                       {"kind", Json(to_string(component.kind))},
                       {"version", component.version},
                       {"displayName", component.display_name},
                       {"serves", std::move(serves)}});
}

Json view(const plugin::LoadedPlugin& loaded) {
  Json components = Json::array();
  for (const auto& component : loaded.components) components.push(view(component));
  return Json::object({{"file", loaded.file},
                       {"sha256", loaded.sha256},
                       {"build", loaded.build},
                       {"components", std::move(components)}});
}

void list(Call& call) {
  const auto listing = call.parts.plugins->list();
  Json loaded = Json::array(), refused = Json::array();
  for (const auto& one : listing.loaded) loaded.push(view(one));
  for (const auto& one : listing.refused)
    refused.push(Json::object({{"file", one.file},
                               {"sha256", one.sha256.empty() ? Json() : Json(one.sha256)},
                               {"code", Json(to_string(one.code))},
                               {"fact", one.fact},
                               {"remedy", one.remedy}}));
  call.answer(Json::object({{"loaded", std::move(loaded)}, {"refused", std::move(refused)}}));
}

void rescan(Call& call) {
  if (call.parts.rescan_plugins)
    call.parts.rescan_plugins();
  else
    call.parts.plugins->rescan();
  list(call);
}

constexpr std::array kRoutes{
    Route{.method = "GET",
          .path = "/api/v1/plugins",
          .id = "listPlugins",
          .summary = "Plugin files that were loaded, and those that were refused with the reason",
          .handle = &list,
          .answer = {kJson, "PluginListing"}},
    Route{.method = "POST",
          .path = "/api/v1/plugins/rescan",
          .id = "rescanPlugins",
          .summary = "Looks into the plugin directories again",
          .handle = &rescan,
          .answer = {kJson, "PluginListing"}},
};

}  // namespace

std::span<const Route> plugin_routes() { return kRoutes; }

}  // namespace stepgate::admin
