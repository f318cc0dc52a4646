// Trying a callback URL from where the command is run: the way a service would take.
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/session.hpp"
#include "cli/terminal_text.hpp"
#include "cli/verbs/all.hpp"
#include "http/client.hpp"
#include "http/url.hpp"

namespace stepgate::cli {
namespace {

/// Of a chunk that nobody has: a callback listener answers 404 before it reads a body.
std::string probe_of(const std::string& given) {
  const auto url = http::Url::parse(given);
  if (!url)
    throw Failure::usage("callbacks test", "'" + given + "' is no http or https URL",
                         "Give what services are told, like https://host.example:7411.");
  auto text = given;
  while (text.ends_with('/')) text.pop_back();
  if (!text.ends_with("/callback")) text += "/callback";
  return text + "/stepgate-test-" + random_text(9);
}

struct Verdict {
  bool good = false;
  std::string message, remedy;
};

std::string remedy_of(http::FailureKind kind) {
  using Kind = http::FailureKind;
  switch (kind) {
    case Kind::resolve:
      return "See that the name is known here, or use an address.";
    case Kind::connect:
    case Kind::timeout:
      return "See that stepgated runs, that callbacks.listen is no loopback address, and that no "
             "firewall is between.";
    case Kind::tls:
      return "See that the certificate is valid for this name and its authority is known here.";
    default:
      return "See what listens at that address.";
  }
}

Verdict judge(const http::Outcome& outcome) {
  if (!outcome.ok())
    return {false, "no answer: " + outcome.failure->text, remedy_of(outcome.failure->kind)};
  const int status = outcome.response.status;
  const auto said = "HTTP " + std::to_string(status);
  if (status >= 300 && status < 400)
    return {false, said + ": it redirects to " + std::string(outcome.response.header("location")),
            "Services do not follow redirects: tell them the URL that it leads to."};
  if (status != 404)
    return {false, said + ", where a callback listener says 404 to a chunk that nobody has",
            "Something else listens there, or a proxy answers; see that it passes /callback/ on."};
  try {
    const auto body = Json::parse(outcome.response.body, {}, "the answer");
    if (body.is_object() && (body.size() == 0 || body.has("requestId")))
      return {true, said + ", as a callback listener says to a chunk that nobody has", {}};
  } catch (const Error&) {
    // not ours
  }
  return {false, said + " of something that is no callback listener",
          "See that callbacks.public_url leads to callbacks.listen."};
}

int test(Session& session) {
  const auto probe = probe_of(session.argument(0));
  http::ClientOptions options;
  options.user_agent = "stepgate/" STEPGATE_VERSION;
  http::Client client(options);
  http::Request request;
  request.method = "POST";
  request.url = probe;
  request.headers = {{"Content-Type", "application/json"}};
  request.body = "{}";
  const auto outcome = client.send(request);
  const auto verdict = judge(outcome);
  const int status = outcome.response.status;
  const Json answer = Json::object({{"url", probe},
                                    {"good", verdict.good},
                                    {"httpStatus", status == 0 ? Json() : Json(status)},
                                    {"millis", outcome.response.total_ms},
                                    {"message", verdict.message},
                                    {"remedy", verdict.remedy}});
  if (!session.gave_json(answer)) {
    const auto& console = session.console();
    console.line("POST " + printable(probe));
    if (verdict.good)
      console.good(printable(verdict.message) + ", " + std::to_string(outcome.response.total_ms) +
                   " ms");
    else
      console.bad(printable(verdict.message));
    if (!verdict.remedy.empty()) console.line("  " + printable(verdict.remedy));
  }
  return verdict.good ? kOk : kRefused;
}

}  // namespace

std::vector<Verb> callbacks_verbs() {
  return {
      {"callbacks",
       "test",
       "URL",
       "try whether a callback URL is reached from here",
       {},
       test,
       "Posts to a chunk that nobody has, as a service would, and says what came back. Run it on "
       "the\nmachine of the service, or anywhere outside; it needs no host and no token.",
       true}};
}

}  // namespace stepgate::cli
