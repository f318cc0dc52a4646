// What the settings say to each part of the host.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "app/callback_door.hpp"
#include "catalog/secret_box.hpp"
#include "catalog/service_adapter.hpp"
#include "config/settings.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "jobs/retention_job.hpp"
#include "jobs/schedule.hpp"
#include "plugin/plugin_host.hpp"
#include "runtime/engine.hpp"
#include "store/database.hpp"

namespace stepgate::app {

/// "127.0.0.1:7410", "[::1]:7410".
std::string authority(const config::Listen& listen);
store::DatabaseOptions store_options(const config::Settings& settings);
http::ClientOptions client_options(const config::Settings& settings);
/// Throws Error CONFIG_BAD_VALUE, CONFIG_UNKNOWN_KEY.
plugin::PluginHostOptions plugin_options(const config::Settings& settings);
/// Throws Error CONFIG_BAD_VALUE.
jobs::Schedule schedule(const config::Settings& settings, store::Database& database);
jobs::Retention retention(const config::Settings& settings);
std::vector<std::filesystem::path> plugin_directories(const config::Settings& settings);
/// A munchkin id is made at the first start, and another shape stops the start (CONFIG_BAD_VALUE).
catalog::Subscription subscription(const config::Settings& settings, store::Database& database);
http::ServerOptions callback_options(const config::Settings& settings);
/// What services are told: the public URL, or the listener's own.
std::string callback_base(const config::Settings& settings, const CallbackDoor& door);
runtime::EngineOptions engine_options(const config::Settings& settings,
                                      const catalog::SecretBox& box, store::Database& database,
                                      const std::string& url_base);

}  // namespace stepgate::app
