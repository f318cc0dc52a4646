// Onboarding: trying credentials with a service, step by step.
#include "base/text.hpp"
#include "catalog/challenge.hpp"
#include "catalog/onboarding.hpp"
#include "catalog/service_access.hpp"
#include "store/service_log_repository.hpp"

namespace stepgate::catalog {
namespace {

constexpr Ms kAskWithin = 10'000;

Json step(const char* name, bool good, int http, Ms millis, const std::string& message) {
  return Json::object({{"step", name},
                       {"ok", good},
                       {"http", http == 0 ? Json() : Json(http)},
                       {"millis", millis},
                       {"message", message}});
}

void warn_of_status(store::Database& database, flow::ServiceId service, const std::string& code,
                    const std::string& message) {
  database.service_log().append({service, 0, 0, 0, {2, "status", code, message}});
}

}  // namespace

/// Configuration (do the inputs make a grant), token (was one given), status (does the service take
/// it).
Onboarding::Check Onboarding::check(const store::ServiceRow& row, const Json& inputs) {
  Check check;
  GrantRef grant;
  const Ms begin = parts_.clock->steady();
  auto key = grant_key(row);
  key.withheld = false;  // they have just been entered
  if (key.scheme["kind"].string_or("none") != "none") {
    const bool by_token = key.scheme["kind"].as_string().starts_with("oauth2");
    const auto took = [&] { return parts_.clock->steady() - begin; };
    try {
      grant = parts_.grants->make(key, inputs);
      check.steps.push(step("configuration", true, 0, 0, "complete"));
      if (by_token) check.steps.push(step("token", true, grant->http, took(), "granted"));
    } catch (const GrantRefused& e) {
      const bool refused = by_token && e.code() != "CREDENTIAL_INVALID";
      if (refused) check.steps.push(step("configuration", true, 0, 0, "complete"));
      check.steps.push(step(refused ? "token" : "configuration", false, e.http, took(), e.fact()));
      check.code = e.code() == "CREDENTIAL_REFUSED" ? "CREDENTIALS_REFUSED" : e.code();
      check.message = e.fact();
      check.passing = e.passing;
      return check;
    }
  }
  check_status(row, std::move(key), grant, inputs, check);
  return check;
}

void Onboarding::check_status(const store::ServiceRow& row, GrantKey key, const GrantRef& grant,
                              const Json& inputs, Check& check) {
  const auto session = open(row);
  int http = 0;
  std::string challenge;
  const auto ask = [&](bool anonymous) {
    DoorOptions options;
    options.key = key;
    options.given = grant;
    options.anonymous = anonymous;
    ServiceDoor door(*parts_.client, *parts_.clock, std::move(options));
    for (const auto& secret : grant ? grant->secrets() : std::vector<std::string>())
      door.masker().add(secret);
    plugin::CallContext context;
    context.subject = "service " + row.name;
    context.deadline = parts_.clock->now() + kAskWithin;
    context.http = &door;
    const auto after = [&] {
      http = door.last_status();
      challenge = door.challenge();
    };
    try {
      auto status = session->status(context, Json::object({{"authorize", !anonymous}}));
      after();
      return status;
    } catch (const Error& e) {
      after();
      throw Error(e.kind(), e.code(), e.subject(), door.masker().mask(e.fact()));
    }
  };
  const Ms begin = parts_.clock->steady();
  const auto took = [&] { return parts_.clock->steady() - begin; };
  try {
    const auto status = ask(false);
    for (const auto& finding : status["findings"].items())
      warn_of_status(*parts_.database, row.id, finding["code"].as_string(),
                     finding["message"].as_string());
    check.steps.push(step("status", true, http, took(), "answered"));
    check.good = true;
    check.verified = "yes";
  } catch (const Error& e) {
    check.steps.push(step("status", false, http, took(), e.fact()));
    check.code = e.code() == "STATUS_UNAUTHORIZED" ? "CREDENTIALS_REFUSED" : e.code();
    check.message = e.fact();
    check.passing = check.code != "CREDENTIALS_REFUSED";
    check_realm(row, inputs, challenge, check);
    return;
  }
  if (!grant) return;
  try {
    ask(true);
    // It answers without any as well: nothing has been proved.
    check.verified = "not-verifiable";
    warn_of_status(*parts_.database, row.id, "NOT_VERIFIABLE",
                   "/status answers without credentials just as well: nothing proves that they are "
                   "right.");
  } catch (const Error&) {
    // As it should be.
  }
  check_realm(row, inputs, challenge, check);
}

/// The realm is the server's word; a wrong one hints at credentials for something else.
void Onboarding::check_realm(const store::ServiceRow& row, const Json& inputs,
                             const std::string& challenge, Check& check) {
  const auto& typed = inputs["realm"].as_string();
  const auto said = realm_of(challenge);
  if (typed.empty() || !said || *said == typed) return;
  const auto text =
      "the service calls its realm \"" + *said + "\", not \"" + typed + "\"; it is never sent";
  auto warning = step("realm", true, 0, 0, text);
  check.steps.push(warning.set("warning", true));
  note(row.id, "REALM_DIFFERS", "Credentials: " + text + ".", 2);
}

}  // namespace stepgate::catalog
