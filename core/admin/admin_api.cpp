#include "admin/admin_api.hpp"

#include "admin/auth.hpp"
#include "admin/call.hpp"
#include "admin/problem.hpp"
#include "admin/router.hpp"
#include "base/log.hpp"

namespace stepgate::admin {
namespace {

/// Answers are for programs and for nobody's cache; a browser must not make anything of them.
void secure(http::ServerResponse& response) {
  response.header("Stepgate-Api", "v1")
      .header("X-Content-Type-Options", "nosniff")
      .header("Cache-Control", "no-store")
      .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
      .header("Referrer-Policy", "no-referrer");
}

[[noreturn]] void refuse(const http::ServerRequest& request, const Match& match) {
  const auto subject = std::string(request.method()) + " " + request.path();
  if (!match.allow.empty())
    throw HttpError(405, "METHOD_NOT_ALLOWED", subject, "this path does not know the method",
                    "It knows: " + match.allow, {"Allow", match.allow});
  throw Error(ErrorKind::not_found, "ROUTE_UNKNOWN", subject, "there is no such path",
              "/api/v1/openapi.json lists them all");
}

}  // namespace

AdminApi::AdminApi(AdminParts parts)
    : parts_(std::move(parts)), started_at_(parts_.clock->steady()) {}

http::Next AdminApi::admit(http::ServerRequest& request, http::ServerResponse& response) {
  try {
    secure(response);
    const auto match = find_route(request.method(), request.segments());
    if (match.route != nullptr && match.route->open) {
      handle(request, response);
      return http::Next::answered;
    }
    require_token(request, parts_.token);
    if (match.route == nullptr) refuse(request, match);
    return match.route->upload ? http::Next::stream : http::Next::gather;
  } catch (...) {
    answer_problem(response, std::current_exception());
    return http::Next::answered;
  }
}

http::RefusalText AdminApi::refusal(int status, std::string_view code, std::string_view fact) {
  const bool full = status == 503;
  return {std::string(kProblemMedia),
          problem_json(HttpError(status, std::string(code), full ? "the API" : "the request",
                                 std::string(fact),
                                 full ? "Try again in a second"
                                      : "Send it as RFC 9112 has it; docs/api.md has the paths"))
              .dump()};
}

void AdminApi::handle(http::ServerRequest& request, http::ServerResponse& response) {
  try {
    secure(response);
    auto match = find_route(request.method(), request.segments());
    if (match.route == nullptr || !match.route->open) require_token(request, parts_.token);
    if (match.route == nullptr) refuse(request, match);
    Call call(parts_, *match.route, std::move(match.ids), request, response,
              parts_.clock->steady() - started_at_);
    call.check_query();
    match.route->handle(call);
  } catch (...) {
    const auto thrown = std::current_exception();
    if (!response.started()) return answer_problem(response, thrown);
    log(Severity::warn, "admin",
        request.path() + " was cut off: " + problem_json(thrown)["detail"].as_string());
  }
}

}  // namespace stepgate::admin
