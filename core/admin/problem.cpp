#include "admin/problem.hpp"

#include "base/log.hpp"
#include "base/text.hpp"

namespace stepgate::admin {
namespace {

const char* title_of(int status) {
  switch (status) {
    case 400:
      return "The request cannot be read";
    case 401:
      return "The token is missing or wrong";
    case 403:
      return "Not allowed";
    case 404:
      return "Not found";
    case 405:
      return "Not with this method";
    case 409:
      return "Not in the present state";
    case 413:
      return "Too large";
    case 408:
      return "Too slow";
    case 431:
      return "The header is too large";
    case 501:
      return "Not known here";
    case 505:
      return "Not this version of HTTP";
    case 415:
      return "Not this media type";
    case 422:
      return "Not accepted";
    case 502:
      return "The service did not answer as it should";
    case 503:
      return "Not now";
    default:
      return "The host failed";
  }
}

/// Text for people ends at no NUL, which what() would: it is shown as a sign.
std::string detail_of(const Error& error) {
  const auto shown = [](const std::string& text) {
    return replace_all(text, std::string_view("\0", 1), "\xE2\x90\x80");
  };
  return Error(error.kind(), error.code(), shown(error.subject()), shown(error.fact()),
               shown(error.remedy()), shown(error.cause()))
      .what();
}

Error internal() {
  return {ErrorKind::internal, "INTERNAL", "the host", "something went wrong that should not",
          "The daemon's log says what"};
}

}  // namespace

int status_of(const Error& error) noexcept {
  const auto* http = dynamic_cast<const HttpError*>(&error);
  return http != nullptr ? http->status() : http_status(error.kind());
}

Json problem_json(const Error& error) {
  const int status = status_of(error);
  Json json = Json::object({{"type", "https://stepgate.invalid/errors/" + error.code()},
                            {"title", title_of(status)},
                            {"status", status},
                            {"code", error.code()},
                            {"subject", error.subject()},
                            {"detail", detail_of(error)},
                            {"fact", error.fact()},
                            {"remedy", error.remedy()},
                            {"cause", error.cause()}});
  if (const auto* detailed = dynamic_cast<const DetailedError*>(&error))
    json.set("errors", detailed->details());
  return json;
}

Json problem_json(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Error& e) {
    if (e.kind() == ErrorKind::internal) log(Severity::error, "admin", e.what());
    return problem_json(e);
  } catch (const std::exception& e) {
    log(Severity::error, "admin", std::string("a request failed: ") + e.what());
  } catch (...) {
    log(Severity::error, "admin", "a request failed");
  }
  return problem_json(internal());
}

void answer_problem(http::ServerResponse& response, const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const HttpError& e) {
    if (!e.header().first.empty()) response.header(e.header().first, e.header().second);
  } catch (const Error& e) {
    if (e.kind() == ErrorKind::unavailable) response.header("Retry-After", "1");
  } catch (...) {  // NOLINT(bugprone-empty-catch): told as INTERNAL below
  }
  const auto json = problem_json(thrown);
  response.status(static_cast<int>(json["status"].as_int())).send(json.dump(), kProblemMedia);
}

}  // namespace stepgate::admin
