// The API as the daemon serves it: every use case real, over a store in a folder of the test's own.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "admin/admin_api.hpp"
#include "campaign/campaigns.hpp"
#include "campaign/dead_letters.hpp"
#include "campaign/runs.hpp"
#include "campaign/undos.hpp"
#include "catalog/onboarding.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "jobs/service_jobs.hpp"
#include "plugin/plugin_host.hpp"
#include "runtime/engine.hpp"
#include "store/settings_repository.hpp"
#include "store_fixture.hpp"

namespace stepgate::admin::testing {

inline constexpr const char* kToken = "the-token-of-this-test";

struct Answer {
  int status = 0;
  http::Headers headers;
  std::string body;
  Json json;  ///< null when it is no JSON

  std::string header(std::string_view name) const {
    return std::string(http::find_header(headers, name));
  }
  std::string code() const { return json["code"].as_string(); }
  /// "422 CSV_NO_KEY"
  std::string refusal() const { return std::to_string(status) + " " + code(); }
  std::vector<Json> lines() const;  ///< of an NDJSON answer
};

class AdminTest : public ::testing::Test {
 protected:
  AdminTest();
  ~AdminTest() override;

  Answer ask(const std::string& method, const std::string& path, std::string_view body = {},
             http::Headers headers = {});
  Answer get(const std::string& path) { return ask("GET", path); }
  Answer post(const std::string& path, std::string_view json = {});
  Answer put(const std::string& path, std::string_view json);
  Answer remove(const std::string& path) { return ask("DELETE", path); }
  Answer import(std::string_view csv, const std::string& query = {});

  std::string url() const { return server_->url(); }
  store::Database& db() { return *database_; }
  http::ServerOptions server_options();
  AdminParts parts();

  store::testing::Folder folder_;
  http::Client client_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<catalog::SecretBox> box_;
  std::unique_ptr<plugin::PluginHost> plugins_;
  std::unique_ptr<catalog::Grants> grants_;
  std::unique_ptr<catalog::ServiceCatalog> catalog_;
  std::unique_ptr<runtime::Engine> engine_;
  std::unique_ptr<catalog::Onboarding> onboarding_;
  std::unique_ptr<campaign::Campaigns> campaigns_;
  std::unique_ptr<campaign::Runs> runs_;
  std::unique_ptr<campaign::Undos> undos_;
  std::unique_ptr<campaign::DeadLetters> dead_;
  std::unique_ptr<jobs::Scheduler> jobs_;
  std::unique_ptr<AdminApi> api_;
  std::unique_ptr<http::Server> server_;
  std::string token_ = kToken;  ///< sent unless it is empty
};

}  // namespace stepgate::admin::testing
