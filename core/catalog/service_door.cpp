#include "catalog/service_door.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/url.hpp"

namespace stepgate::catalog {
namespace {

constexpr std::size_t kTraceBytes = 4096;
constexpr Ms kConnect = 5'000;
constexpr std::size_t kMaxAnswer = 8u << 20;

std::int32_t how_far(const http::Outcome& outcome) {
  using Kind = http::FailureKind;
  // A status that was read counts, whatever became of the body behind it.
  if (outcome.response.status != 0) return STEPGATE_HTTP_ANSWERED;
  switch (outcome.failure->kind) {
    case Kind::refused_by_policy:
    case Kind::bad_url:
    case Kind::redirect:
      return STEPGATE_HTTP_REFUSED;
    case Kind::timeout:
      return outcome.body_left ? STEPGATE_HTTP_TIMEOUT : STEPGATE_HTTP_NOT_SENT;
    case Kind::resolve:
    case Kind::connect:
    case Kind::tls:
    case Kind::broken:
    case Kind::too_large:
    case Kind::cancelled:
      break;
  }
  return outcome.body_left ? STEPGATE_HTTP_BROKEN : STEPGATE_HTTP_NOT_SENT;
}

WireSink& wire_sink() {
  static WireSink sink;
  return sink;
}

}  // namespace

void set_wire_sink(WireSink sink) { wire_sink() = std::move(sink); }

ServiceDoor::ServiceDoor(http::Client& client, Clock& clock, DoorOptions options)
    : client_(client), clock_(clock), options_(std::move(options)) {}

GrantRef ServiceDoor::grant() {
  if (options_.given || options_.anonymous || !options_.grants) return options_.given;
  return options_.grants->get(options_.key);
}

void ServiceDoor::authorize(http::Request& request, const plugin::HttpAsk& ask) {
  if (options_.anonymous) return;
  grant_ = grant();
  if (!grant_) return;
  for (const auto& secret : grant_->secrets()) masker_.add(secret);
  auto headers = grant_->headers;
  auto query = grant_->query;
  if (options_.grants) {
    const auto strategy = options_.grants->strategy(options_.key.scheme, options_.key.strategy);
    if (strategy.signs()) {
      const auto signed_as = strategy.sign(
          {},
          Json::object(
              {{"method", Json(ask.method)}, {"url", request.url}, {"grant", grant_->json}}),
          ask.body);
      headers.clear();
      query.clear();
      for (const auto& [name, value] : signed_as["headers"].members())
        headers.emplace_back(name, value.as_string());
      for (const auto& [name, value] : signed_as["query"].members())
        query.emplace_back(name, value.as_string());
    }
  }
  for (const auto& [name, value] : headers) {
    http::set_header(request.headers, name, value);
    request.sensitive_headers.push_back(name);
  }
  if (query.empty()) return;
  auto url = http::Url::require(request.url, "service URL");
  for (const auto& [name, value] : query) url = http::with_query(url, name, value);
  request.url = url.str();
}

plugin::HttpReply ServiceDoor::perform(const plugin::HttpAsk& ask,
                                       const plugin::CallContext& call) {
  auto reply = authorized(ask, call);
  const bool again = reply.status == 401 && ask.authorize && options_.retry_refused &&
                     options_.grants && !options_.given && renewable();
  if (!again) return reply;
  options_.grants->refused(options_.key, grant_->made_at);
  return authorized(ask, call);
}

/// Without a grant nothing leaves, which may be tried again; who asks looks at grant_failure().
plugin::HttpReply ServiceDoor::authorized(const plugin::HttpAsk& ask,
                                          const plugin::CallContext& call) {
  try {
    return send(ask, call);
  } catch (const GrantRefused& failure) {
    grant_failure_ = failure;
    plugin::HttpReply reply;
    reply.outcome = STEPGATE_HTTP_NOT_SENT;
    reply.error = failure.what();
    return reply;
  }
}

void ServiceDoor::rethrow_grant_failure() const {
  if (grant_failure_) throw GrantRefused(*grant_failure_);
}

/// What a plugin puts into these headers by itself.
void ServiceDoor::learn_secrets(const http::Request& request) {
  for (const auto& [name, value] : request.headers) {
    const bool secret = iequals(name, "Authorization") || iequals(name, "Proxy-Authorization") ||
                        iequals(name, "Cookie") || iequals(name, "X-Api-Key");
    if (!secret) continue;
    masker_.add(value);
    if (const auto space = value.find(' '); space != std::string::npos)
      masker_.add(std::string_view(value).substr(space + 1));
  }
}

void ServiceDoor::learn_tokens(const std::string& body) {
  try {
    const auto json = Json::parse(body);
    for (const auto* name : {"access_token", "refresh_token", "id_token"})
      masker_.add(json[name].as_string());
  } catch (const Error&) {
    // No tokens that anybody could use either.
  }
}

plugin::HttpReply ServiceDoor::send(const plugin::HttpAsk& ask, const plugin::CallContext& call) {
  http::Request request;
  request.method = std::string(ask.method);
  request.url = std::string(ask.url);
  for (const auto& [name, value] : ask.headers) request.headers.emplace_back(name, value);
  request.body = ask.body;
  request.follow_redirects = ask.redirects && !ask.authorize;
  // ask.fresh: the client takes a connection again only when it was idle for under 2 s and shows no
  // end.
  request.cancelled = call.cancelled;
  request.max_response_bytes = ask.max_bytes != 0 ? ask.max_bytes : kMaxAnswer;
  const Ms left = call.deadline != 0 ? std::max<Ms>(1, call.deadline - clock_.now()) : 10'000;
  request.timeouts.total = ask.timeout > 0 ? std::min(ask.timeout, left) : left;
  request.timeouts.read = request.timeouts.total;
  request.timeouts.connect = std::min(kConnect, request.timeouts.total);
  request.tls = options_.key.tls;
  if (ask.authorize) authorize(request, ask);
  learn_secrets(request);

  const Ms begun = clock_.now();
  auto outcome = client_.send(request);
  last_status_ = outcome.response.status;
  if (const auto challenge = outcome.response.header("WWW-Authenticate"); !challenge.empty())
    challenge_ = challenge;
  if (options_.token_exchange) learn_tokens(outcome.response.body);
  if (options_.trace || !outcome.ok() || outcome.response.status >= 300)
    note(request, outcome, begun);
  if (const auto& sink = wire_sink())
    sink(request, outcome, [this](std::string_view text) { return masker_.mask(text); });
  plugin::HttpReply reply;
  reply.outcome = outcome.ok() ? STEPGATE_HTTP_ANSWERED : how_far(outcome);
  reply.status = outcome.response.status;
  for (auto& [name, value] : outcome.response.headers) {
    name = to_lower(name);
    if (name == "retry-after")
      reply.retry_after = parse_retry_after(value, clock_.now()).value_or(-1);
    reply.headers.emplace_back(std::move(name), std::move(value));
  }
  reply.body = std::move(outcome.response.body);
  reply.after_body = outcome.after_body_ms;
  reply.final_url = outcome.response.url;
  if (outcome.failure) reply.error = masker_.mask(outcome.failure->text);
  return reply;
}

void ServiceDoor::note(const http::Request& request, const http::Outcome& outcome, Ms begun) {
  std::string text = request.method + " " + request.url + "\n";
  for (const auto& [name, value] : request.headers) text += name + ": " + value + "\n";
  text += "\n";
  trace_.push_back(
      {"request", masker_.mask(text) + masker_.mask_cut(request.body, kTraceBytes), begun});
  std::string answer;
  if (outcome.response.status != 0)
    answer = "HTTP " + std::to_string(outcome.response.status) + "\n";
  for (const auto& [name, value] : outcome.response.headers) answer += name + ": " + value + "\n";
  if (outcome.failure)
    answer += "(" + std::string(http::failure_name(outcome.failure->kind)) + ": " +
              outcome.failure->text + ")\n";
  answer = masker_.mask(answer) + "\n" + masker_.mask_cut(outcome.response.body, kTraceBytes);
  trace_.push_back({"answer", std::move(answer), clock_.now()});
}

}  // namespace stepgate::catalog
