#include "cli/api_client.hpp"

#include "base/text.hpp"
#include "cli/failure.hpp"

namespace stepgate::cli {
namespace {

constexpr Ms kConnectWithin = 5'000;
/// The host itself asks a service, with a deadline of its own, before it answers.
constexpr Ms kAnswerWithin = 120'000;
constexpr Ms kTransferWithin = Ms{24} * 3'600'000;

http::ClientOptions options() {
  http::ClientOptions options;
  options.user_agent = "stepgate/" STEPGATE_VERSION;
  options.egress.allow_link_local = true;
  return options;
}

Failure unreachable(const http::Failure& failure, const Connection& connection) {
  using Kind = http::FailureKind;
  if (failure.kind == Kind::cancelled)
    return {kInterrupted, "INTERRUPTED", connection.url, "was interrupted"};
  std::string remedy =
      "Is stepgated running there? Another host is named with --url or "
      "STEPGATE_URL";
  if (connection.url_source != "--url")
    remedy += " (this URL comes from " + connection.url_source + ")";
  if (failure.kind == Kind::tls)
    remedy = "Check the certificate of the host, or of the proxy in front of it.";
  if (failure.kind == Kind::timeout)
    remedy = "The host is too busy or does not answer; try again, and look into its log.";
  return {kUnreachable,   failure.kind == Kind::timeout ? "HOST_TIMEOUT" : "HOST_UNREACHABLE",
          connection.url, "the host can't be reached",
          remedy,         failure.text};
}

}  // namespace

std::string path_of(std::initializer_list<std::string_view> segments) {
  std::string path;
  for (const auto segment : segments) path += '/' + percent_encode(segment);
  return path;
}

ApiClient::ApiClient(Connection connection)
    : connection_(std::move(connection)), client_(options()) {}

http::Request ApiClient::request(const std::string& method, const std::string& path,
                                 const Query& query) const {
  http::Request request;
  request.method = method;
  request.url = connection_.url + "/api/v1" + path;
  char join = '?';
  for (const auto& [name, value] : query) {
    request.url += join + percent_encode(name) + "=" + percent_encode(value);
    join = '&';
  }
  request.headers = {{"Authorization", "Bearer " + connection_.token},
                     {"Accept", "application/json"}};
  request.timeouts = {kConnectWithin, kAnswerWithin, kAnswerWithin};
  request.max_response_bytes = 64u << 20;
  request.cancelled = cancelled_;
  return request;
}

http::Response ApiClient::send(const http::Request& request) {
  auto outcome = client_.send(request);
  // A refusal may cut the upload short; its words count more than the broken connection.
  if (outcome.failure && outcome.response.status < 400)
    throw unreachable(*outcome.failure, connection_);
  // Another server may answer anything to anything; a proxy's refusals are told as they are.
  const auto status = outcome.response.status;
  if (outcome.response.header("Stepgate-Api").empty() && (status < 400 || status == 404))
    throw Failure(
        kUnreachable, "NOT_STEPGATE", connection_.url,
        "something answers there that is no Stepgate API",
        "Name the URL of the API, as `api.listen` or the proxy in front of it has it: "
        "--url or STEPGATE_URL",
        "it answered " + std::to_string(status) + " to " + request.method + " " + request.url);
  if (status / 100 != 2)
    throw Failure::answer(outcome.response.status, outcome.response.body, connection_.url);
  return std::move(outcome.response);
}

Json ApiClient::call(const std::string& method, const std::string& path, const Query& query,
                     const Json* body) {
  auto request = this->request(method, path, query);
  const auto text = body ? body->dump() : std::string();
  request.body = text;
  if (body) request.headers.emplace_back("Content-Type", "application/json");
  const auto response = send(request);
  if (trim(response.body).empty()) return {};
  try {
    return Json::parse(response.body, {}, request.url);
  } catch (const Error& e) {
    throw Failure(kRefused, "ANSWER_UNREADABLE", connection_.url, "answered with no JSON",
                  "Check that the URL is that of a Stepgate host.", e.fact());
  }
}

Json ApiClient::get(const std::string& path, const Query& query) {
  return call("GET", path, query, nullptr);
}
Json ApiClient::post(const std::string& path, const Query& query) {
  return call("POST", path, query, nullptr);
}

Json ApiClient::post(const std::string& path, const Json& body) {
  return call("POST", path, {}, &body);
}
Json ApiClient::put(const std::string& path, const Json& body) {
  return call("PUT", path, {}, &body);
}
Json ApiClient::remove(const std::string& path) { return call("DELETE", path, {}, nullptr); }

void ApiClient::transfer(const std::string& method, const std::string& path, const Query& query,
                         const Transfer& transfer) {
  auto request = this->request(method, path, query);
  request.body = transfer.body;
  if (!transfer.content_type.empty())
    request.headers.emplace_back("Content-Type", transfer.content_type);
  request.timeouts.total = kTransferWithin;
  request.on_body = transfer.on_body;
  request.on_sent = transfer.on_sent;
  request.send_on_while_answered = true;
  send(request);
}

std::pair<std::string, std::string> ApiClient::fetch(const std::string& path) {
  auto response = send(request("GET", path, {}));
  return {std::string(response.header("Content-Type")), std::move(response.body)};
}

}  // namespace stepgate::cli
