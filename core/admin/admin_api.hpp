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
class DeadLetters;
class Undos;
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
  campaign::Undos* undos = nullptr;
  campaign::DeadLetters* dead = nullptr;
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
  /// http::Gate: whether it goes on to handle(), decided before the body is read. What strangers
  /// send is answered here, and so is what must be answered while all handlers are busy.
  http::Next admit(http::ServerRequest& request, http::ServerResponse& response);
  /// http::RefusalWords: what is no request at all is refused in the API's shape, too.
  static http::RefusalText refusal(int status, std::string_view code, std::string_view fact);
  /// Never throws: every refusal is answered. An answer that has begun and cannot be completed is
  /// cut off.
  void handle(http::ServerRequest& request, http::ServerResponse& response);

 private:
  AdminParts parts_;
  Ms started_at_;  ///< steady
};

}  // namespace stepgate::admin
