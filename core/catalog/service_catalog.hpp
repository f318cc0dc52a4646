// The installed services as the runtime sees them: plans, adapters, gates; and what the core asks
// to be done to a service.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "catalog/grants.hpp"
#include "catalog/service_adapter.hpp"
#include "plugin/plugin_host.hpp"
#include "runtime/ports.hpp"
#include "store/database.hpp"
#include "store/service_repository.hpp"

namespace stepgate::catalog {

/// Thread safe. All references outlive it.
class ServiceCatalog : public runtime::Catalog {
 public:
  ServiceCatalog(store::Database& database, plugin::PluginHost& plugins, Grants& grants,
                 const SecretBox& box, http::Client& client, Clock& clock,
                 Subscription subscription);

  flow::PlanRef plan(flow::ServiceId service, std::int32_t version) override;
  flow::PlanRef current_plan(flow::ServiceId service) override;
  std::shared_ptr<runtime::Adapter> adapter(flow::ServiceId service, std::int32_t version) override;
  runtime::ServiceGate gate(flow::ServiceId service) override;
  void renew_grant(flow::ServiceId service) override;
  void pause(flow::ServiceId service, const std::string& reason) override;
  void learn_chunk_size(flow::ServiceId service, std::int32_t people) override;
  std::string unknown_answer(runtime::CallbackAnswer answer, std::string_view request_id,
                             std::string_view message) override;

  std::shared_ptr<ServiceAdapter> service_adapter(flow::ServiceId service, std::int32_t version);
  /// After any change of a service: what was cached of it is read again; the listener (the engine)
  /// is told.
  void changed(flow::ServiceId service);
  void on_change(std::function<void(flow::ServiceId)> listener);
  /// Components were loaded: adapters that were missing are looked for again.
  void plugins_changed();

  plugin::ProviderProxy provider_of(const std::string& kind, const std::string& wish) const;

 private:
  struct Version {
    flow::PlanRef plan;
    Json json;
    std::shared_ptr<ServiceAdapter> adapter;
    bool tried = false;
    std::string code, trouble;  ///< why it can't be opened, when it was tried
  };
  struct Head {
    std::int32_t version = 0;
    std::string state, paused;
  };
  std::shared_ptr<Version> version(flow::ServiceId service, std::int32_t version);
  Head head(flow::ServiceId service);
  std::shared_ptr<ServiceAdapter> open(flow::ServiceId service, const Version& version);

  store::Database& database_;
  plugin::PluginHost& plugins_;
  Grants& grants_;
  const SecretBox& box_;
  http::Client& client_;
  Clock& clock_;
  const Subscription subscription_;
  std::mutex mutex_;
  std::uint64_t generation_ = 0;  ///< mutex_: of changes; what was read before one is not kept
  std::map<std::pair<flow::ServiceId, std::int32_t>, std::shared_ptr<Version>> versions_;  // mutex_
  std::map<flow::ServiceId, Head> heads_;                                                  // mutex_
  std::function<void(flow::ServiceId)> listener_;                                          // mutex_
};

}  // namespace stepgate::catalog
