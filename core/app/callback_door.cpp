#include "app/callback_door.hpp"

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "base/log.hpp"

namespace stepgate::app {
namespace {

using runtime::CallbackAnswer;
using runtime::CallbackResponse;

http::Headers headers_of(const CallbackResponse& answer) {
  if (answer.retry_after_s == 0) return {};
  return {{"Retry-After", std::to_string(answer.retry_after_s)}};
}

void send(http::ServerResponse& response, const CallbackResponse& answer) {
  response.status(answer.status);
  for (const auto& [name, value] : headers_of(answer)) response.header(name, value);
  response.send(answer.body);
}

std::string code_of(const http::ServerRequest& request) {
  const std::string_view path = request.path();
  return std::string(path.starts_with(kCallbackPath) ? path.substr(kCallbackPath.size())
                                                     : std::string_view());
}

http::ServerOptions with_gate(http::ServerOptions options, http::Gate gate) {
  options.gate = std::move(gate);
  options.refusal = [](int status, std::string_view, std::string_view fact) {
    return http::RefusalText{"application/json",
                             runtime::plain_answer(status, random_text(9), fact)};
  };
  return options;
}

}  // namespace

CallbackDoor::CallbackDoor(http::ServerOptions options, CallbackWatch* watch)
    : watch_(watch),
      server_(with_gate(std::move(options),
                        [this](http::ServerRequest& request, http::ServerResponse& response) {
                          return admit(request, response);
                        }),
              [this](http::ServerRequest& request, http::ServerResponse& response) {
                handle(request, response);
              }) {}

bool CallbackDoor::pass_watch(const std::string& request_id, std::string_view code,
                              const runtime::CallbackRequest& callback, http::Reply& reply) {
  const auto answer = watch_ ? watch_->arrived(request_id, code, callback) : std::nullopt;
  if (!answer) return true;
  reply.send(answer->status, answer->body, "application/json", headers_of(*answer));
  return false;
}

void CallbackDoor::start(runtime::Intake& intake) {
  intake_ = &intake;
  server_.start();
}

http::Next CallbackDoor::admit(http::ServerRequest& request, http::ServerResponse& response) {
  const auto request_id = random_text(9);
  const auto code = code_of(request);
  if (!intake_->knows(code)) {
    if (watch_) watch_->strange(request.method(), request.path(), 404);
    send(response, intake_->refuse(code, CallbackAnswer::unknown, request_id, {}));
    return http::Next::answered;
  }
  if (request.method() != "POST") {
    if (watch_) watch_->strange(request.method(), request.path(), 405);
    response.status(405).header("Allow", "POST");
    response.send(runtime::plain_answer(405, request_id, "results are brought by POST"));
    return http::Next::answered;
  }
  return http::Next::gather;
}

void CallbackDoor::handle(http::ServerRequest& request, http::ServerResponse& response) {
  const auto request_id = random_text(9);
  const auto code = code_of(request);
  runtime::CallbackRequest callback;
  for (const auto& [name, value] : request.headers())
    callback.headers.push_back({std::string(name), std::string(value)});
  try {
    callback.body = std::move(request.body());
  } catch (const Error& e) {
    const bool large = e.kind() == ErrorKind::too_large;
    return send(response, intake_->refuse(
                              code, large ? CallbackAnswer::too_large : CallbackAnswer::unreadable,
                              request_id, e.fact()));
  }
  auto reply = std::make_shared<http::Reply>(response.defer());
  if (!pass_watch(request_id, code, callback, *reply)) return;
  const auto tell = [watch = watch_, request_id](const CallbackResponse& answer) {
    if (watch) watch->answered(request_id, answer);
  };
  try {
    intake_->take(code, std::move(callback), request_id,
                  [reply, tell](const CallbackResponse& answer) {
                    tell(answer);
                    reply->send(answer.status, answer.body, "application/json", headers_of(answer));
                  });
  } catch (const std::exception& e) {
    log(Severity::error, "callbacks", std::string("a callback could not be taken: ") + e.what());
    const auto answer = intake_->refuse(code, CallbackAnswer::busy, request_id, {});
    tell(answer);
    if (*reply) reply->send(answer.status, answer.body, "application/json", headers_of(answer));
  }
}

}  // namespace stepgate::app
