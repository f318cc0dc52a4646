// The catalog as the host sets it up: a store, the real plugin files, a real HTTP service whose
// answers the test decides, and a clock that can be put forward.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>

#include "base/detailed_error.hpp"
#include "catalog/grants.hpp"
#include "catalog/onboarding.hpp"
#include "catalog/secret_box.hpp"
#include "catalog/service_catalog.hpp"
#include "definition_sample.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "plugin/plugin_host.hpp"
#include "sample.hpp"
#include "store/service_log_repository.hpp"
#include "store_fixture.hpp"

namespace stepgate::catalog::testing {

using store::testing::code_of;

/// The machine's clock and what was added to it: plugins read the machine's own.
class ForwardClock final : public Clock {
 public:
  Ms now() const override { return system_clock().now() + ahead_; }
  Ms steady() const override { return system_clock().steady() + ahead_; }
  void advance(Ms by) { ahead_ += by; }

 private:
  std::atomic<Ms> ahead_{0};
};

/// A service with a document, a definition and a key; every path can be answered otherwise. Counts
/// what it was asked.
class CodesService {
 public:
  static constexpr const char* kKey = "right/key+1";
  using Answer = std::function<void(http::ServerRequest&, http::ServerResponse&)>;

  CodesService();
  std::string url(const std::string& path = "/openapi.json") const { return server_->url() + path; }
  void on(const std::string& path, Answer answer);  ///< null: as ever again
  void on(const std::string& path, int status, const std::string& body);
  int asked(const std::string& path);
  std::string last_body(const std::string& path);

 private:
  void answer(http::ServerRequest& request, http::ServerResponse& response);
  std::mutex mutex_;
  std::map<std::string, Answer> answers_;      // mutex_
  std::map<std::string, int> asked_;           // mutex_
  std::map<std::string, std::string> bodies_;  // mutex_
  std::unique_ptr<http::Server> server_;       // last: ends before what it uses
};

class CatalogTest : public ::testing::Test {
 protected:
  CatalogTest();

  store::Database& db() { return *database_; }
  /// Grants, catalog and onboarding over the store, the key and the plugins there are.
  void make_catalog();
  flow::ServiceId install(const std::string& name = "Codes");
  Json give_key(flow::ServiceId service, const std::string& key = CodesService::kKey);
  /// All steps; "code" goes to the field countryCode.
  flow::ServiceId activate(const std::string& name = "Codes");
  store::ServiceRow row(flow::ServiceId service) { return db().services().get(service); }
  /// "CODE CODE ..." of the parts of the DetailedError that `act` throws.
  static std::string codes_of(const std::function<void()>& act);
  std::int64_t store_credential(const std::string& name, const Json& inputs,
                                const std::string& kind = "apiKey");

  store::testing::Folder folder_;
  ForwardClock clock_;
  CodesService service_;
  http::Client client_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<SecretBox> box_;
  std::unique_ptr<plugin::PluginHost> plugins_;
  std::unique_ptr<Grants> grants_;
  std::unique_ptr<ServiceCatalog> catalog_;
  std::unique_ptr<Onboarding> onboarding_;
};

}  // namespace stepgate::catalog::testing
