#include "check/wire.hpp"

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "catalog/service_door.hpp"
#include "http/url.hpp"

namespace stepgate::check {
namespace {

constexpr std::size_t kMostKept = 2'000;
constexpr std::size_t kExcerpt = 300;         ///< bytes of an answer
constexpr std::size_t kMostShown = 2u << 20;  ///< bytes of one body

bool is_secret_header(std::string_view name) {
  for (const auto* one : {"x-callback-token", "authorization", "x-api-key", "cookie", "set-cookie",
                          "proxy-authorization"})
    if (iequals(name, one)) return true;
  return false;
}

/// Pictures and the like are told by their length.
std::string body_text(std::string_view body) {
  if (!is_valid_utf8(body) || body.find('\0') != std::string_view::npos)
    return "(" + std::to_string(body.size()) + " bytes that are no text)";
  return catalog::cut_for_trace(body, kMostShown);
}

template <class Headers>
std::string header_lines(const Headers& headers) {
  std::string text;
  for (const auto& [name, value] : headers)
    text += name + ": " + (is_secret_header(name) ? std::string("***") : value) + "\n";
  return text;
}

/// A token endpoint's answer holds secrets that nobody knew before.
void hide_grant(catalog::Masker& masker, std::string_view body) {
  if (body.find("_token") == std::string_view::npos) return;
  try {
    const auto json = Json::parse(body);
    for (const auto* name : {"access_token", "refresh_token", "id_token"})
      masker.add(json[name].as_string());
  } catch (const Error&) {
    // No JSON, no grant.
  }
}

}  // namespace

Wire::Wire(const Hooks& hooks) : hooks_(hooks) {
  catalog::set_wire_sink([this](const http::Request& request, const http::Outcome& outcome,
                                const std::function<std::string(std::string_view)>& mask) {
    went_out(request, outcome, mask);
  });
}

Wire::~Wire() { catalog::set_wire_sink({}); }

void Wire::hide(std::string_view secret) {
  const std::lock_guard lock(mutex_);
  masker_.add(secret);
}

std::string Wire::mask(std::string_view text) {
  const std::lock_guard lock(mutex_);
  return masker_.mask(text);
}

void Wire::show(const std::string& text) {
  if (!hooks_.trace) return;
  const auto masked = mask(text);
  const std::lock_guard lock(show_mutex_);
  hooks_.trace(masked);
}

void Wire::learn_secrets(Call& call, std::string_view body) {
  if (call.method != "POST" || body.find("apiCallBackKey") == std::string_view::npos) return;
  try {
    const auto json = Json::parse(body);
    call.callback_url = json["callbackUrl"].as_string();
    masker_.add(json["token"].as_string());
    masker_.add(json["apiCallBackKey"].as_string());
  } catch (const Error&) {
    // A body of somebody else's adapter.
  }
}

void Wire::went_out(const http::Request& request, const http::Outcome& outcome,
                    const std::function<std::string(std::string_view)>& mask) {
  Call call;
  call.method = request.method;
  call.url = mask(request.url);
  if (const auto url = http::Url::parse(request.url)) call.path = url->path;
  call.status = outcome.response.status;
  if (outcome.failure) call.failure = mask(outcome.failure->text);
  call.ended = system_clock().steady();
  call.began = call.ended - outcome.response.total_ms;
  call.content_type = std::string(outcome.response.header("content-type"));
  if (call.status >= 300)
    call.answer = mask(cut_utf8(to_valid_utf8(outcome.response.body), kExcerpt));
  {
    const std::lock_guard lock(mutex_);
    learn_secrets(call, request.body);
    hide_grant(masker_, outcome.response.body);
    if (calls_.size() < kMostKept) calls_.push_back(call);
  }
  if (!hooks_.trace) return;
  std::string text = ">>> " + request.method + " " + request.url + "\n" +
                     header_lines(request.headers) + "\n" + body_text(request.body) + "\n<<< ";
  text += call.status != 0 ? "HTTP " + std::to_string(call.status) : "no answer";
  text += " (" + std::to_string(outcome.response.total_ms) + " ms)";
  if (outcome.failure) text += " " + outcome.failure->text;
  text += "\n" + header_lines(outcome.response.headers) + "\n" + body_text(outcome.response.body) +
          "\n";
  show(mask(text));
}

void Wire::strange(std::string_view method, std::string_view path, int status) {
  {
    const std::lock_guard lock(mutex_);
    if (strangers_.size() < kMostKept)
      strangers_.push_back({std::string(method), std::string(path), status});
  }
  show("<== " + std::string(method) + " " + std::string(path) + "\n==> HTTP " +
       std::to_string(status) + "\n");
}

std::optional<runtime::CallbackResponse> Wire::arrived(const std::string& request_id,
                                                       std::string_view code,
                                                       const runtime::CallbackRequest& callback) {
  Seen seen;
  seen.request_id = request_id;
  seen.code = std::string(code);
  seen.callback = callback;
  seen.at = system_clock().steady();
  std::optional<runtime::CallbackResponse> staged;
  {
    const std::lock_guard lock(mutex_);
    if (refuse_ > 0) {
      --refuse_;
      seen.staged = true;
      seen.status = 503;
      seen.answer = Json::object({{"requestId", request_id},
                                  {"status", "error"},
                                  {"message", "not now; please send it again"}})
                        .dump();
      staged = runtime::CallbackResponse{503, seen.answer, 1};
    }
    if (seen_.size() < kMostKept) seen_.push_back(seen);
  }
  std::string text = "<== POST /callback/" + std::string(code) + " (" + request_id + ")\n";
  for (const auto& header : callback.headers)
    text += header.name + ": " + (is_secret_header(header.name) ? "***" : header.value) + "\n";
  show(text + "\n" + body_text(callback.body) + "\n");
  if (staged) show("==> HTTP 503 (" + request_id + ", on purpose)\n" + staged->body + "\n");
  return staged;
}

void Wire::answered(const std::string& request_id, const runtime::CallbackResponse& response) {
  {
    const std::lock_guard lock(mutex_);
    for (auto& seen : seen_)
      if (seen.request_id == request_id) {
        seen.status = response.status;
        seen.answer = response.body;
      }
  }
  show("==> HTTP " + std::to_string(response.status) + " (" + request_id + ")\n" + response.body +
       "\n");
}

void Wire::refuse_next(int times) {
  const std::lock_guard lock(mutex_);
  refuse_ = times;
}

std::vector<Call> Wire::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}
std::vector<Seen> Wire::callbacks() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}
std::vector<Stranger> Wire::strangers() const {
  const std::lock_guard lock(mutex_);
  return strangers_;
}

}  // namespace stepgate::check
