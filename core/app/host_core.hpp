// The host without its REST API: store, plugins, catalog, engine and callback listener, wired once
// for everyone who runs them. `stepgated` puts the API around it; `stepgate check` drives it
// itself.
#pragma once
#include <memory>
#include <string>

#include "app/callback_door.hpp"
#include "app/completion_door.hpp"
#include "app/data_directory.hpp"
#include "campaign/campaigns.hpp"
#include "campaign/dead_letters.hpp"
#include "campaign/runs.hpp"
#include "catalog/onboarding.hpp"
#include "config/settings.hpp"
#include "http/client.hpp"
#include "plugin/plugin_host.hpp"
#include "runtime/completion.hpp"
#include "runtime/engine.hpp"
#include "runtime/intake.hpp"
#include "store/database.hpp"

namespace stepgate::app {

struct HostExtras {
  CallbackWatch* watch = nullptr;    ///< outlives the host
  std::string callback_pem_file;     ///< certificate and key: callbacks are taken over https
  bool forget_lost_secrets = false;  ///< catalog::open_store_key
};

/// Members in the order in which they are made; destroyed the other way round. Each is thread safe
/// as its own header says.
class HostCore {
 public:
  /// Opens the store and binds the callback listener. Throws Error.
  explicit HostCore(config::Settings given, const HostExtras& extras = {});
  /// As stop().
  ~HostCore();
  HostCore(const HostCore&) = delete;
  HostCore& operator=(const HostCore&) = delete;

  /// Loads plugins, then sends and answers.
  void start();
  /// Sends nothing more, finishes commits, answers open callbacks: under 10 s. Idempotent.
  void stop();
  void rescan_plugins();

  config::Settings settings;
  DataDirectory directory;
  std::unique_ptr<store::Database> database;
  catalog::SecretBox box;
  http::Client client;
  std::shared_ptr<CompletionDoor> completions;
  plugin::PluginHost plugins;
  catalog::Grants grants;
  catalog::ServiceCatalog catalog;
  CallbackDoor callbacks;
  std::string callback_url_base;
  runtime::Engine engine;
  runtime::Intake intake;
  runtime::Completion completion;
  catalog::Onboarding onboarding;
  campaign::Campaigns campaigns;
  campaign::Runs runs;
  campaign::DeadLetters dead;
};

}  // namespace stepgate::app
