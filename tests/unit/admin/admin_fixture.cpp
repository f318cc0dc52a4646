#include "admin_fixture.hpp"

#include "base/text.hpp"

namespace stepgate::admin::testing {

std::vector<Json> Answer::lines() const {
  std::vector<Json> all;
  for (const auto& line : split(body, '\n'))
    if (!line.empty()) all.push_back(Json::parse(line));
  return all;
}

AdminTest::AdminTest() {
  store::DatabaseOptions options;
  options.synchronous = "NORMAL";
  database_ = store::Database::open(folder_.file(), options);
  box_ = std::make_unique<catalog::SecretBox>(folder_.file("secret.key"));
  plugin::PluginHostOptions plugin_options;
  plugin_options.state_dir = folder_.path();
  plugin_options.settle = 0;
  plugins_ = std::make_unique<plugin::PluginHost>(plugin_options, nullptr);
  auto& clock = system_clock();
  grants_ =
      std::make_unique<catalog::Grants>(*plugins_, database_->credentials(), *box_, client_, clock);
  catalog_ = std::make_unique<catalog::ServiceCatalog>(
      *database_, *plugins_, *grants_, *box_, client_, clock,
      catalog::Subscription{"123-ABC-456", "test", "none"});
  runtime::EngineOptions engine;
  engine.epoch = database_->settings().next_epoch();
  engine.callback_url_base = "http://127.0.0.1:1/callback/";
  engine.callback_key = std::string(32, 'k');
  engine_ = std::make_unique<runtime::Engine>(database_->store(), *catalog_, clock, engine);
  engine_->start();
  onboarding_ = std::make_unique<catalog::Onboarding>(
      catalog::OnboardingParts{database_.get(), plugins_.get(), catalog_.get(), grants_.get(),
                               box_.get(), &client_, &clock, engine.callback_url_base});
  campaigns_ = std::make_unique<campaign::Campaigns>(*database_, *onboarding_, *catalog_, *engine_);
  runs_ = std::make_unique<campaign::Runs>(*database_, *engine_, clock);
  dead_ = std::make_unique<campaign::DeadLetters>(*database_, *engine_);
  undos_ = std::make_unique<campaign::Undos>(*database_);
  jobs_ = std::make_unique<jobs::Scheduler>(database_->settings(), clock, jobs::Schedule{},
                                            jobs::service_jobs(*onboarding_));
  api_ = std::make_unique<AdminApi>(parts());
  server_ = std::make_unique<http::Server>(
      server_options(), [this](http::ServerRequest& request, http::ServerResponse& response) {
        api_->handle(request, response);
      });
  server_->start();
}

AdminTest::~AdminTest() {
  server_->stop(500);
  engine_->stop(2'000);
}

http::ServerOptions AdminTest::server_options() {
  http::ServerOptions options;
  options.name = "api";
  options.threads = 4;
  options.gate = [this](http::ServerRequest& request, http::ServerResponse& response) {
    return api_->admit(request, response);
  };
  options.refusal = &AdminApi::refusal;
  return options;
}

AdminParts AdminTest::parts() {
  AdminParts parts;
  parts.database = database_.get();
  parts.onboarding = onboarding_.get();
  parts.campaigns = campaigns_.get();
  parts.runs = runs_.get();
  parts.undos = undos_.get();
  parts.dead = dead_.get();
  parts.jobs = jobs_.get();
  parts.plugins = plugins_.get();
  parts.engine = engine_.get();
  parts.clock = &system_clock();
  parts.token = Secret(kToken);
  parts.version = "1.2.3";
  parts.commit = "abcdef";
  parts.data_file = folder_.file();
  parts.callback_url = "http://127.0.0.1:1/callback/";
  parts.synchronous = "NORMAL";
  parts.api_url = [this] { return server_->url(); };
  parts.progress_ms = 0;
  return parts;
}

Answer AdminTest::ask(const std::string& method, const std::string& path, std::string_view body,
                      http::Headers headers) {
  http::Request request;
  request.method = method;
  request.url = url() + path;
  request.headers = std::move(headers);
  request.body = body;
  request.send_on_while_answered = true;
  if (!token_.empty()) request.headers.emplace_back("Authorization", "Bearer " + token_);
  auto outcome = client_.send(request);
  EXPECT_TRUE(outcome.ok()) << method << ' ' << path << ": " << outcome.failure->text;
  Answer answer{outcome.response.status,
                std::move(outcome.response.headers),
                std::move(outcome.response.body),
                {}};
  if (answer.header("Content-Type").find("json") != std::string::npos &&
      answer.header("Content-Type").find("ndjson") == std::string::npos && !answer.body.empty())
    answer.json = Json::parse(answer.body);
  return answer;
}

Answer AdminTest::post(const std::string& path, std::string_view json) {
  http::Headers headers;
  if (!json.empty()) headers.emplace_back("Content-Type", "application/json");
  return ask("POST", path, json, headers);
}

Answer AdminTest::put(const std::string& path, std::string_view json) {
  return ask("PUT", path, json, {{"Content-Type", "application/json"}});
}

Answer AdminTest::import(std::string_view csv, const std::string& query) {
  return ask("POST", "/api/v1/people/import" + query, csv, {{"Content-Type", "text/csv"}});
}

}  // namespace stepgate::admin::testing
