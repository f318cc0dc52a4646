#include "session.hpp"

#include <stepgate/error.hpp>

#include <chrono>
#include <string>

#include "base/text.hpp"
#include "errors.hpp"
#include "exchange.hpp"
#include "openapi/paths.hpp"
#include "protocol/callback_reader.hpp"
#include "protocol/definition.hpp"
#include "protocol/picklist.hpp"
#include "protocol/status.hpp"
#include "protocol/token.hpp"
#include "submit.hpp"

namespace stepgate::adapter_openapi {
namespace {

constexpr std::uint64_t kMostDescribed = 8u << 20;  ///< bytes of a definition or picklist
constexpr std::uint64_t kMostStatus = 1u << 20;
constexpr std::uint64_t kMostResource = 2u << 20;

bool is_refused(const sdk::HttpResponse& response) {
  return response.status == 401 || response.status == 403;
}

std::string_view path_of(const std::string& resource) {
  if (resource == "guide") return openapi::kGuidePath;
  if (resource == "brandIcon") return openapi::kBrandIconPath;
  if (resource == "serviceIcon") return openapi::kServiceIconPath;
  throw sdk::invalid("RESOURCE_UNKNOWN", "there is no resource `" + resource +
                                             "`; ask for guide, brandIcon or serviceIcon");
}

/// Where the one-time token and the key belong, they may be missing or wrong: the token decides,
/// wherever it came. `chunk.token` is the one that was accepted.
void judge_token(const sdk::Callback& callback, const stepgate_chunk& chunk,
                 protocol::CallbackSink& sink) {
  const std::string_view good = sdk::view(chunk.token);
  const std::string_view given = trim(callback.header("x-callback-token"));
  if (good.empty() ? !given.empty() : given == good) return;
  const std::string_view other = callback.header("authorization");
  const bool bearer = good.empty() ? !other.empty() : trim(other).ends_with(good);
  sink.warn(-1, bearer ? "TOKEN_IN_AUTHORIZATION" : "TOKEN_IN_BODY",
            given.empty() ? "the callback's token is not in the header x-callback-token"
                          : "the header x-callback-token holds another token than the good one");
}

void judge_key(const sdk::Callback& callback, const stepgate_chunk& chunk,
               protocol::CallbackSink& sink) {
  const std::string_view key = callback.header("x-api-key");
  if (key.empty()) {
    sink.warn(-1, "CALLBACK_KEY_MISSING", "the header x-api-key is missing");
  } else if (key != sdk::view(chunk.callback_key)) {
    sink.warn(-1, "CALLBACK_KEY_OTHER", "the header x-api-key is not the apiCallBackKey");
  }
}

/// Marketo reads the document, and never asks where it declares nothing.
void note_undeclared(Json& list) {
  Json findings = list["findings"];
  findings.push(Json::object({{"severity", "warning"},
                              {"code", "PICKLIST_UNDECLARED"},
                              {"where", "/paths"},
                              {"message", "/getPicklist is served and not declared"},
                              {"remedy", "Declare it in the OpenAPI document."}}));
  list.set("findings", std::move(findings));
}

/// Hands results on to the host, index by index.
class HostSink final : public protocol::CallbackSink {
 public:
  explicit HostSink(const sdk::Call& call) : call_(call.raw()) {}

  void set(std::uint32_t record, std::uint32_t field, const stepgate_value& value) override {
    call_.set(&call_, record, field, &value);
  }
  void set_attribute(std::uint32_t record, std::uint32_t attribute,
                     const stepgate_value& value) override {
    call_.set_attribute(&call_, record, attribute, &value);
  }
  void finish(std::uint32_t record, bool success, std::string_view code,
              std::string_view reason) override {
    call_.finish(&call_, record, success ? 1 : 0, sdk::str(code), sdk::str(reason));
  }
  void fail_chunk(std::string_view code, std::string_view message) override {
    call_.fail_chunk(&call_, sdk::str(code), sdk::str(message));
  }
  void warn(std::int64_t record, std::string_view code, std::string_view message) override {
    call_.warn(&call_, record, sdk::str(code), sdk::str(message));
  }

 private:
  const stepgate_call& call_;
};

}  // namespace

std::string OpenApiSession::describe(const sdk::Call& call) {
  sdk::HttpRequest request = ask("GET", service_.url(openapi::kDefinitionPath), true);
  request.max_response_bytes = kMostDescribed;
  const sdk::HttpResponse response = host_.http().perform(call, request);
  if (!response.ok()) {
    const stepgate_status status = is_refused(response)  ? STEPGATE_UNAUTHORIZED
                                   : broke_off(response) ? STEPGATE_RETRYABLE
                                                         : STEPGATE_INVALID;
    throw sdk::PluginError(status, "DEFINITION_UNREACHABLE",
                           describe_answer(request.url, response));
  }
  return refusing(STEPGATE_INVALID, [&] {
    Json definition =
        protocol::read_definition(response.body, request.url, service_.credential_header);
    note_form(response, "/getServiceDefinition", definition);
    return definition.dump();
  });
}

std::string OpenApiSession::status(const sdk::Call& call, std::string_view request) {
  const Json given =
      refusing(STEPGATE_INVALID, [&] { return Json::parse(request, {}, "the request"); });
  sdk::HttpRequest get =
      ask("GET", service_.url(openapi::kStatusPath), given["authorize"].as_bool(true));
  get.max_response_bytes = kMostStatus;
  const auto start = std::chrono::steady_clock::now();
  const sdk::HttpResponse response = host_.http().perform(call, get);
  const auto took = std::chrono::steady_clock::now() - start;
  const std::string text = describe_answer(get.url, response);
  if (is_refused(response)) throw sdk::unauthorized("STATUS_UNAUTHORIZED", text);
  if (broke_off(response)) throw sdk::retryable("STATUS_UNREACHABLE", text);
  if (!response.ok()) throw sdk::rejected("STATUS_FAILED", text);
  Json answer = protocol::read_status(response.body);
  note_form(response, "/status", answer);
  answer.set("httpStatus", response.status);
  answer.set("millis", static_cast<long long>(
                           std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
  return answer.dump();
}

/// Asked for also when the document does not declare it: real services serve it all the same.
std::string OpenApiSession::picklist(const sdk::Call& call, std::string_view request) {
  const Json given =
      refusing(STEPGATE_INVALID, [&] { return Json::parse(request, {}, "the request"); });
  sdk::HttpRequest post = ask("POST", service_.url(openapi::kPicklistPath), true);
  post.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  post.body = protocol::write_picklist_request(given, service_.definition);
  post.max_response_bytes = kMostDescribed;
  const sdk::HttpResponse response = host_.http().perform(call, post);
  if (response.status == 404 || (!service_.picklist_declared && !response.ok())) {
    throw sdk::unsupported("PICKLIST_NOT_SERVED", describe_answer(post.url, response));
  }
  if (!response.ok()) throw sdk::rejected("PICKLIST_FAILED", describe_answer(post.url, response));
  return refusing(STEPGATE_REJECTED, [&] {
    Json list = protocol::read_picklist(response.body, post.url);
    note_form(response, "/getPicklist", list);
    if (!service_.picklist_declared) note_undeclared(list);
    return list.dump();
  });
}

std::string OpenApiSession::resource(const sdk::Call& call, std::string_view request) {
  const Json given =
      refusing(STEPGATE_INVALID, [&] { return Json::parse(request, {}, "the request"); });
  const std::string& name = given["name"].as_string();
  sdk::HttpRequest get = ask("GET", service_.url(path_of(name)), true);
  get.max_response_bytes = kMostResource;
  const sdk::HttpResponse response = host_.http().perform(call, get);
  const std::string text = describe_answer(get.url, response);
  if (broke_off(response)) throw sdk::retryable("RESOURCE_UNREACHABLE", text);
  if (response.status == 404 || (response.ok() && response.body.empty())) {
    throw sdk::unsupported("RESOURCE_NOT_SERVED", text);
  }
  if (!response.ok()) throw sdk::rejected("RESOURCE_FAILED", text);
  const std::string_view type = response.header("content-type");
  const std::string_view assumed = name == "guide" ? "text/html" : "application/octet-stream";
  return Json::object({{"contentType", Json(type.empty() ? assumed : type)},
                       {"base64", base64(response.body)}})
      .dump();
}

void OpenApiSession::submit(const sdk::Call& call, const sdk::Chunk& chunk,
                            sdk::Submission& submission) {
  const sdk::HttpRequest request = submit_request(service_, chunk);
  const sdk::HttpResponse response = host_.http().perform(call, request);
  submission.answered(response);
  require_accepted(request, response);
  submission.accepted();
}

void OpenApiSession::on_callback(const sdk::Call& call, const sdk::Chunk& chunk,
                                 const sdk::Callback& callback, const sdk::Results&) {
  HostSink sink(call);
  std::string body(callback.body());  // read in place, and the host's own must stay as it is
  refusing(STEPGATE_INVALID, [&] {
    protocol::read_callback(body, chunk.raw(), sink);
    judge_token(callback, chunk.raw(), sink);
    judge_key(callback, chunk.raw(), sink);
    return 0;
  });
}

void OpenApiSession::find_token(const sdk::Call& call, const sdk::Callback& callback) {
  protocol::find_token(callback.raw(),
                       [&](std::string_view token) { return call.candidate(token); });
}

std::string OpenApiSession::make_token(const sdk::Call&, std::string_view random,
                                       std::string_view request) {
  return refusing(STEPGATE_INVALID, [&] {
    const Json given = Json::parse(request, {}, "the request");
    return protocol::make_token(random, given["munchkinId"].as_string());
  });
}

}  // namespace stepgate::adapter_openapi
