#include "app/host_core.hpp"

#include "app/host_options.hpp"
#include "base/log.hpp"
#include "catalog/store_key.hpp"

namespace stepgate::app {
namespace {

http::ServerOptions with_tls(http::ServerOptions options, const std::string& pem_file) {
  options.tls_cert_pem_file = pem_file;
  options.tls_key_pem_file = pem_file;
  return options;
}

}  // namespace

HostCore::HostCore(config::Settings given, const HostExtras& extras)
    : settings(std::move(given)),
      directory(settings.path("data.directory")),
      database(store::Database::open(directory.store_file(), store_options(settings))),
      box(catalog::open_store_key(directory.key_file(), *database, extras.forget_lost_secrets)),
      client(client_options(settings)),
      completions(std::make_shared<CompletionDoor>()),
      plugins(plugin_options(settings), completions),
      grants(plugins, database->credentials(), box, client, system_clock()),
      catalog(*database, plugins, grants, box, client, system_clock(),
              subscription(settings, *database)),
      callbacks(with_tls(callback_options(settings), extras.callback_pem_file), extras.watch),
      callback_url_base(callback_base(settings, callbacks)),
      engine(database->store(), catalog, system_clock(),
             engine_options(settings, box, *database, callback_url_base)),
      intake(database->store(), catalog, engine),
      completion(database->store(), catalog, engine),
      onboarding({database.get(), &plugins, &catalog, &grants, &box, &client, &system_clock(),
                  callback_url_base}),
      campaigns(*database, onboarding, catalog, engine),
      runs(*database, engine, system_clock()),
      dead(*database, engine) {}

HostCore::~HostCore() { stop(); }

void HostCore::start() {
  plugins.scan(plugin_directories(settings));
  const auto listing = plugins.list();
  for (const auto& refused : listing.refused)
    log(Severity::warn, "plugin",
        refused.file + " is refused: " + std::string(to_string(refused.code)) + ": " +
            refused.fact + ". " + refused.remedy);
  for (const auto& key : plugins.unused_settings())
    log(Severity::warn, "plugin", key + " is set for a component that is not loaded");
  log(Severity::info, "app",
      std::to_string(listing.loaded.size()) + " plugins are loaded, " +
          std::to_string(listing.refused.size()) + " refused");
  completions->connect(completion, catalog, database->store());
  catalog.on_change([this](flow::ServiceId service) { engine.service_changed(service); });
  engine.start();
  callbacks.start(intake);
}

void HostCore::stop() {
  engine.stop();
  callbacks.stop();
  completions->disconnect();
  catalog.on_change({});
}

void HostCore::rescan_plugins() {
  plugins.rescan();
  catalog.plugins_changed();
}

}  // namespace stepgate::app
