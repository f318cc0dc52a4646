// One chunk over real HTTP: a document behind a redirect, a definition, a submit, and its callback.
#include <mutex>

#include "adapter_room.hpp"
#include "chunk_maker.hpp"
#include "http/client.hpp"
#include "http/server.hpp"

namespace stepgate::adapter_test {
namespace {

using protocol::testing::ChunkMaker;

/// The host's real client behind http/1, with one API key as the grant.
class RealDoor final : public plugin::HttpDoor {
 public:
  plugin::HttpReply perform(const plugin::HttpAsk& ask, const plugin::CallContext&) override {
    http::Request request;
    request.method = ask.method;
    request.url = ask.url;
    for (const auto& [name, value] : ask.headers) request.headers.emplace_back(name, value);
    if (ask.authorize) request.headers.emplace_back("X-API-Key", "secret");
    request.body = ask.body;
    request.follow_redirects = ask.redirects;
    request.fresh_connection = ask.fresh;
    const http::Outcome outcome = client_.send(request);
    plugin::HttpReply reply;
    reply.outcome = outcome.response.status != 0 ? STEPGATE_HTTP_ANSWERED
                    : outcome.body_left          ? STEPGATE_HTTP_BROKEN
                                                 : STEPGATE_HTTP_NOT_SENT;
    reply.status = outcome.response.status;
    for (const auto& [name, value] : outcome.response.headers) {
      reply.headers.emplace_back(to_lower(name), value);
    }
    reply.body = outcome.response.body;
    reply.after_body = outcome.after_body_ms;
    reply.final_url = outcome.response.url;
    if (outcome.failure) reply.error = outcome.failure->text;
    return reply;
  }

 private:
  http::Client client_;
};

/// A service that keeps the last submit.
class Service {
 public:
  Service() : server_({}, [this](auto& request, auto& response) { handle(request, response); }) {
    server_.start();
  }
  ~Service() { server_.stop(0); }
  std::string origin() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
  Json submitted() {
    const std::lock_guard lock(mutex_);
    return Json::parse(submitted_);
  }

 private:
  void handle(http::ServerRequest& request, http::ServerResponse& response) {
    const std::string& path = request.path();
    if (path == "/spec") {
      response.status(302).header("Location", "/v2/openapi.yaml");
      return response.send();
    }
    if (path == "/v2/openapi.yaml") return response.send(kDocument, "text/plain");
    if (request.header("x-api-key") != "secret") {
      response.status(401);
      return response.send();
    }
    if (path == "/v2/getServiceDefinition") return response.send(kDefinition);
    if (path == "/v2/status") return response.send("{}");
    if (path != "/v2/submitAsyncAction") {
      response.status(404);
      return response.send();
    }
    const std::lock_guard lock(mutex_);
    submitted_ = request.body();
    response.status(202);
    response.send("accepted", "text/plain");
  }

  static constexpr const char* kDocument = R"(openapi: 3.0.1
info: {title: Live}
security: [{key: []}]
paths: {/submitAsyncAction: {}, /getServiceDefinition: {}, /status: {}}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-API-Key}}}
)";
  static constexpr const char* kDefinition =
      R"({"apiName": "live", "primaryAttribute": "m", "invocationPayloadDef": {"flowAttributes": [{"apiName": "m", "dataType": "string"}]}})";

  std::mutex mutex_;  ///< guards submitted_
  std::string submitted_;
  http::Server server_;
};

class Live : public AdapterRoom {};

TEST_F(Live, FromTheDocumentToTheResults) {
  Service service;
  RealDoor real;
  const Json discovery =
      provider().discover(context(real), Json::object({{"url", service.origin() + "/spec"}}));
  EXPECT_EQ(discovery["baseUrl"].as_string(), service.origin() + "/v2");
  EXPECT_EQ(discovery["url"].as_string(), service.origin() + "/v2/openapi.yaml");
  const auto open = provider().open(context(real), Json::object({{"discovery", discovery}}));
  EXPECT_TRUE(open->status(context(real), Json::object())["healthy"].as_bool());
  EXPECT_EQ(refusal([&] {
              open->status(context(real), Json::object({{"authorize", false}}));
            }),
            code_status("STATUS_UNAUTHORIZED", STEPGATE_UNAUTHORIZED));
  EXPECT_EQ(open->describe(context(real))["apiName"].as_string(), "live");
  EXPECT_EQ(refusal([&] {
              open->resource(context(real), Json::object({{"name", "guide"}}));
            }),
            code_status("RESOURCE_NOT_SERVED", STEPGATE_UNSUPPORTED));

  ChunkMaker chunk({1, 2});
  chunk.out("country").in("code").text("Deutschland").value(STEPGATE_NULL);
  const stepgate_chunk made = chunk.make();
  Lines lines;
  const plugin::SubmitEnd end = open->submit(context(real), made, {}, lines);
  EXPECT_EQ(end.disposition, STEPGATE_ACCEPTED) << end.end.message;
  EXPECT_EQ(end.http_status, 202);
  const Json sent = service.submitted();
  ASSERT_EQ(sent["objectData"].size(), 2u);

  Json results = Json::array();
  for (const Json& person : sent["objectData"].items()) {
    const Json id = person["objectContext"]["id"];
    results.push(Json::object({{"leadData", Json::object({{"id", id}, {"code", "DE"}})},
                               {"activityData", Json::object({{"success", true}})}}));
  }
  const std::string body =
      Json::object({{"munchkinId", "123-ABC-456"}, {"objectData", results}}).dump();
  plugin::CallbackView view;
  view.headers = {{"X-Callback-Token", "one-time"}, {"X-Api-Key", "own-key"}};
  view.body = body;
  EXPECT_EQ(open->on_callback(context(real), made, view, lines).status, STEPGATE_OK);
  EXPECT_EQ(lines.text, "0 f0=DE 1 f0=DE 0 ok=/ 1 ok=/ ");
}

TEST_F(Live, AServiceThatIsGoneIsNotSent) {
  RealDoor real;
  std::string base;
  {
    const Service service;
    base = service.origin();
  }
  ChunkMaker chunk({1});
  const stepgate_chunk made = chunk.make();
  Lines lines;
  const plugin::SubmitEnd end =
      session(Json::object(), {}, base)->submit(context(real), made, {}, lines);
  EXPECT_EQ(end.end.status, STEPGATE_RETRYABLE);
  EXPECT_EQ(end.http_outcome, STEPGATE_HTTP_NOT_SENT);
}

}  // namespace
}  // namespace stepgate::adapter_test
