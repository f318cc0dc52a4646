// The REST API /api/v1 and /healthz (docs/api.md): who may ask, which resource answers, and
// refusals in one shape.
#pragma once
#include <functional>
#include <string>

#include "base/clock.hpp"
#include "base/crypto.hpp"
#include "http/server.hpp"

namespace stepgate::campaign {
class Campaigns;
class Runs;
}  // namespace stepgate::campaign
namespace stepgate::catalog {
class Onboarding;
}
namespace stepgate::jobs {
class Scheduler;
}
namespace stepgate::plugin {
class PluginHost;
}
namespace stepgate::runtime {
class Engine;
}
namespace stepgate::store {
class Database;
}

namespace stepgate::admin {

/// What the API is made of. The pointers are never null and outlive the API.
struct AdminParts {
  store::Database* database = nullptr;
  catalog::Onboarding* onboarding = nullptr;
  campaign::Campaigns* campaigns = nullptr;
  campaign::Runs* runs = nullptr;
  plugin::PluginHost* plugins = nullptr;
  runtime::Engine* engine = nullptr;
  jobs::Scheduler* jobs = nullptr;
  Clock* clock = nullptr;
  Secret token;  ///< not empty
  std::string version, commit;
  std::string data_file;
  std::string callback_url;  ///< what services are told
  std::string synchronous;
  std::function<std::string()> api_url;               ///< may be empty
  std::function<http::ServerStats()> callback_stats;  ///< may be empty
  std::function<void()> rescan_plugins;               ///< empty: of the plugin host alone
  Ms progress_ms = 250;                               ///< between two progress lines of an import
};

/// Thread safe.
class AdminApi {
 public:
  explicit AdminApi(AdminParts parts);
  /// Never throws: every refusal is answered. An answer that has begun and cannot be completed is
  /// cut off.
  void handle(http::ServerRequest& request, http::ServerResponse& response);

 private:
  AdminParts parts_;
  Ms started_at_;  ///< steady
};

}  // namespace stepgate::admin
