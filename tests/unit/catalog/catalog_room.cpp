#include "catalog_room.hpp"

#include <filesystem>

#include "store/field_repository.hpp"

namespace stepgate::catalog::testing {
namespace {

std::string definition_text() {
  auto json = protocol::testing::definition();
  json.erase("caBundle");
  return json.dump();
}

constexpr const char* kPicklist = R"({"choices": [
  {"displayValue": {"en_US": "Two letters"}, "submittedValue": "alpha2"},
  {"displayValue": {"en_US": "Three letters"}, "submittedValue": "alpha3"}]})";

}  // namespace

CodesService::CodesService() {
  http::ServerOptions options;
  options.name = "service";
  options.threads = 8;
  server_ = std::make_unique<http::Server>(
      options, [this](http::ServerRequest& request, http::ServerResponse& response) {
        answer(request, response);
      });
  server_->start();
}

void CodesService::on(const std::string& path, Answer answer) {
  const std::lock_guard lock(mutex_);
  if (answer)
    answers_[path] = std::move(answer);
  else
    answers_.erase(path);
}

void CodesService::on(const std::string& path, int status, const std::string& body) {
  on(path, [status, body](http::ServerRequest&, http::ServerResponse& response) {
    response.status(status).send(body);
  });
}

int CodesService::asked(const std::string& path) {
  const std::lock_guard lock(mutex_);
  return asked_[path];
}

std::string CodesService::last_body(const std::string& path) {
  const std::lock_guard lock(mutex_);
  return bodies_[path];
}

void CodesService::answer(http::ServerRequest& request, http::ServerResponse& response) {
  const auto path = request.path();
  Answer told;
  {
    auto body = request.body();
    const std::lock_guard lock(mutex_);
    ++asked_[path];
    bodies_[path] = std::move(body);
    if (const auto found = answers_.find(path); found != answers_.end()) told = found->second;
  }
  if (told) return told(request, response);
  if (path == "/openapi.json") {
    auto document = openapi::testing::sample();
    document.set("servers", Json::array({Json::object({{"url", server_->url()}})}));
    return response.send(document.dump());
  }
  if (request.header("X-API-Key") != kKey) return response.status(401).send("{}");
  if (path == "/getServiceDefinition") return response.send(definition_text());
  if (path == "/status")
    return response.send(R"({"info": ["well"], "warnings": [], "errors": []})");
  if (path == "/getPicklist") return response.send(kPicklist);
  if (path == "/submitAsyncAction") return response.status(201).send("{}");
  response.status(404).send("{}");
}

CatalogTest::CatalogTest() {
  store::DatabaseOptions options;
  options.synchronous = "NORMAL";
  database_ = store::Database::open(folder_.file(), options);
  box_ = std::make_unique<SecretBox>(folder_.file("secret.key"));
  plugin::PluginHostOptions plugin_options;
  plugin_options.state_dir = folder_.path();
  plugin_options.settle = 0;
  plugins_ = std::make_unique<plugin::PluginHost>(plugin_options, nullptr);
  const auto drop = folder_.path() / "drop";
  std::filesystem::create_directory(drop);
  for (const auto* name :
       {"auth-api-key.so", "auth-oauth2-client-credentials.so", "mapping-service-driven.so",
        "mapping-user-driven.so", "adapter-openapi.so"})
    std::filesystem::copy_file(std::filesystem::path(STEPGATE_PLUGINS) / name, drop / name);
  plugins_->scan({drop});
  make_catalog();
}

void CatalogTest::make_catalog() {
  grants_ = std::make_unique<Grants>(*plugins_, db().credentials(), *box_, client_, clock_, 3);
  catalog_ = std::make_unique<ServiceCatalog>(db(), *plugins_, *grants_, *box_, client_, clock_,
                                              Subscription{"123-ABC-456", "test", "none"});
  onboarding_ = std::make_unique<Onboarding>(
      OnboardingParts{database_.get(), plugins_.get(), catalog_.get(), grants_.get(), box_.get(),
                      &client_, &clock_, "http://127.0.0.1:1/callback/"});
}

flow::ServiceId CatalogTest::install(const std::string& name) {
  const auto draft = onboarding_->install(Json::object({{"url", service_.url()}, {"name", name}}));
  return static_cast<flow::ServiceId>(draft["id"].as_int());
}

Json CatalogTest::give_key(flow::ServiceId service, const std::string& key) {
  return onboarding_->set_credential(service,
                                     Json::object({{"inputs", Json::object({{"apiKey", key}})}}));
}

flow::ServiceId CatalogTest::activate(const std::string& name) {
  if (!db().fields().find("countryCode"))
    db().fields().add("countryCode", "Country code", flow::DataType::string);
  const auto service = install(name);
  give_key(service);
  onboarding_->read_definition(service);
  onboarding_->set_mapping(service, Json::parse(R"({"outgoing": {"confirmed": true}, "incoming":
    {"confirmed": true, "rows": [{"serviceAttribute": "code", "field": "countryCode"}]}})"));
  onboarding_->activate(service, Json::object({{"acceptPrivacyNotice", true}}));
  return service;
}

std::string CatalogTest::codes_of(const std::function<void()>& act) {
  std::string codes;
  try {
    act();
  } catch (const DetailedError& e) {
    for (const auto& part : e.details().items())
      codes += (codes.empty() ? "" : " ") + part["code"].as_string();
  }
  return codes;
}

std::int64_t CatalogTest::store_credential(const std::string& name, const Json& inputs,
                                           const std::string& kind) {
  return db()
      .credentials()
      .create(name, kind,
              [&](const std::string& identity) { return box_->seal(inputs.dump(), identity); })
      .id;
}

}  // namespace stepgate::catalog::testing
