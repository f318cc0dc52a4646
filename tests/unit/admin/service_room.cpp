#include "service_room.hpp"

#include <filesystem>

namespace stepgate::admin::testing {
namespace {

Json definition() {
  auto json = protocol::testing::definition();
  json.erase("caBundle");
  return json;
}

constexpr const char* kPicklist =
    R"({"choices": [{"displayValue": {"en_US": "Two letters"}, "submittedValue": "alpha2"}]})";

}  // namespace

TestService::TestService() {
  http::ServerOptions options;
  options.name = "service";
  options.threads = 2;
  server_ = std::make_unique<http::Server>(
      options, [this](http::ServerRequest& request, http::ServerResponse& response) {
        answer(request, response);
      });
  server_->start();
}

void TestService::answer(http::ServerRequest& request, http::ServerResponse& response) {
  const auto& path = request.path();
  if (path == "/openapi.json") {
    auto document = openapi::testing::sample();
    document.set("servers", Json::array({Json::object({{"url", server_->url()}})}));
    return response.send(document.dump());
  }
  if (request.header("X-API-Key") != kKey) return response.status(401).send("{}");
  if (path == "/getServiceDefinition") return response.send(definition().dump());
  if (path == "/status")
    return response.send(R"({"info": ["well"], "warnings": [], "errors": []})");
  if (path == "/getPicklist") return response.send(kPicklist);
  if (path == "/providerInstructions")
    return response.send("<h1>Guide</h1><script>alert(1)</script>", "text/html");
  if (path == "/brandIcon")
    return response.send(svg_is_html ? "<html></html>" : "\x89PNG\r\n\x1A\n....", "text/html");
  if (path == "/submitAsyncAction") {
    request.body();
    ++submits;
    return response.status(201).send("{}");
  }
  response.status(404).send("{}");
}

ServiceTest::ServiceTest() {
  const auto drop = folder_.path() / "drop";
  std::filesystem::create_directory(drop);
  for (const auto* name : {"auth-api-key.so", "mapping-service-driven.so", "mapping-user-driven.so",
                           "adapter-openapi.so"})
    std::filesystem::copy_file(std::filesystem::path(STEPGATE_PLUGINS) / name, drop / name);
  plugins_->scan({drop});
}

Answer ServiceTest::install(const std::string& name) {
  const Json request = Json::object({{"url", service_.document_url()}, {"name", name}});
  return post("/api/v1/services", request.dump());
}

void ServiceTest::activate(const std::string& name) {
  const auto path = "/api/v1/services/" + name;
  ASSERT_EQ(install(name).status, 201);
  const Json inputs = Json::object({{"apiKey", TestService::kKey}});
  const auto credential = put(path + "/credential", Json::object({{"inputs", inputs}}).dump());
  ASSERT_EQ(credential.status, 200) << credential.body;
  const auto read = post(path + "/definition");
  ASSERT_EQ(read.status, 200) << read.body;
  post("/api/v1/fields", R"({"name": "countryCode", "dataType": "string"})");
  const auto mapped = put(path + "/mapping", R"({"outgoing": {"confirmed": true}, "incoming":
    {"confirmed": true, "rows": [{"serviceAttribute": "code", "field": "countryCode"}]}})");
  ASSERT_EQ(mapped.status, 200) << mapped.body;
  const auto active = post(path + "/activate", R"({"acceptPrivacyNotice": true})");
  ASSERT_EQ(active.status, 200) << active.body;
}

}  // namespace stepgate::admin::testing
