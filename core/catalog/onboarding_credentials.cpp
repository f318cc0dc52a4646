// Onboarding: credentials. They are tried with the values just given, and never stored as valid
// when the service refuses them.
#include "base/detailed_error.hpp"
#include "base/text.hpp"
#include "catalog/onboarding.hpp"
#include "store/credential_repository.hpp"

namespace stepgate::catalog {
namespace {

constexpr Ms kAskWithin = 10'000;

Json step(const char* name, bool good, std::int64_t http, Ms millis, const std::string& message) {
  return Json::object({{"step", name},
                       {"ok", good},
                       {"http", http == 0 ? Json() : Json(http)},
                       {"millis", millis},
                       {"message", message}});
}

}  // namespace

Json Onboarding::credential_inputs(const store::ServiceRow& row) const {
  const auto& scheme = row.discovery["security"];
  if (scheme["kind"].string_or("none") == "none") return Json::array();
  return parts_.grants->strategy(scheme, row.auth)
      .inputs({}, Json::object({{"scheme", scheme}}))["inputs"];
}

/// Configuration (do the inputs make a grant), token (was one given), status (does the service take
/// it).
Onboarding::Check Onboarding::check(const store::ServiceRow& row, const Json& inputs) {
  Check check;
  GrantRef grant;
  const Ms begin = parts_.clock->steady();
  const auto& scheme = row.discovery["security"];
  if (scheme["kind"].string_or("none") != "none") {
    const bool by_token = scheme["kind"].as_string().starts_with("oauth2");
    try {
      grant = parts_.grants->make(scheme, row.auth, inputs);
      check.steps.push(step("configuration", true, 0, 0, "complete"));
      if (by_token)
        check.steps.push(step("token", true, 0, parts_.clock->steady() - begin, "granted"));
    } catch (const Error& e) {
      const bool refused = by_token && e.code() != "CREDENTIAL_INVALID";
      if (refused) check.steps.push(step("configuration", true, 0, 0, "complete"));
      check.steps.push(step(refused ? "token" : "configuration", false, 0,
                            parts_.clock->steady() - begin, e.fact()));
      check.code = e.code();
      check.message = e.fact();
      return check;
    }
  }
  check_status(row, grant, check);
  return check;
}

void Onboarding::check_status(const store::ServiceRow& row, const GrantRef& grant, Check& check) {
  const auto session = open(row);
  const auto ask = [&](bool anonymous) {
    auto options = door_of(row);
    options.grants = nullptr;
    options.given = grant;
    options.anonymous = anonymous;
    ServiceDoor door(*parts_.client, *parts_.clock, std::move(options));
    plugin::CallContext context;
    context.subject = "service " + row.name;
    context.deadline = parts_.clock->now() + kAskWithin;
    context.http = &door;
    return session->status(context, Json::object({{"authorize", !anonymous}}));
  };
  const Ms begin = parts_.clock->steady();
  try {
    const auto status = ask(false);
    check.steps.push(step("status", true, status["httpStatus"].as_int(),
                          parts_.clock->steady() - begin, "answered"));
    check.good = true;
    check.verified = "yes";
  } catch (const Error& e) {
    check.steps.push(step("status", false, 0, parts_.clock->steady() - begin, e.fact()));
    check.code = e.code() == "STATUS_UNAUTHORIZED" ? "CREDENTIALS_REFUSED" : e.code();
    check.message = e.fact();
    return;
  }
  if (!grant) return;
  try {
    ask(true);
    // It answers without any as well: nothing has been proved.
    check.verified = "not-verifiable";
  } catch (const Error&) {
    // As it should be.
  }
}

std::int64_t Onboarding::store_credential(const store::ServiceRow& row, const Json& inputs) {
  auto& credentials = parts_.database->credentials();
  const auto kind = row.discovery["security"]["kind"].as_string();
  const auto text = inputs.dump();
  if (row.credential != 0) {
    const auto own = credentials.find(row.credential);
    if (own && own->name == row.name) {
      credentials.replace(own->id, kind,
                          parts_.box->seal(text, store::CredentialRepository::identity(own->id)));
      return own->id;
    }
  }
  auto name = row.name;
  for (int i = 2; credentials.find(name); ++i) name = row.name + " " + std::to_string(i);
  return credentials
      .create(name, kind,
              [&](const std::string& identity) { return parts_.box->seal(text, identity); })
      .id;
}

Json Onboarding::set_credential(flow::ServiceId service, const Json& request) {
  auto row = this->row(service);
  Json inputs = request["inputs"].is_object() ? request["inputs"] : Json::object();
  std::int64_t shared = 0;
  if (const auto& named = request["credential"]; !named.is_null()) {
    auto found = named.is_int() ? parts_.database->credentials().find(named.as_int())
                                : parts_.database->credentials().find(named.as_string());
    if (!found)
      throw Error(
          ErrorKind::not_found, "CREDENTIAL_NOT_FOUND",
          "credential " + (named.is_int() ? std::to_string(named.as_int()) : named.as_string()),
          "there is no such credential", "`stepgate service credentials` takes new ones.");
    shared = found->id;
    inputs = Json::parse(
        parts_.box->open(found->sealed, store::CredentialRepository::identity(found->id)), {},
        "credential " + found->name);
  }
  auto check = this->check(row, inputs);
  if (!check.good) {
    note(row.id, check.code, "Credentials were not accepted: " + check.message, 3);
    throw DetailedError(
        check.code == "CREDENTIAL_INVALID"    ? ErrorKind::invalid
        : check.code == "CREDENTIALS_REFUSED" ? ErrorKind::invalid
                                              : ErrorKind::upstream,
        check.code, "credentials of service " + row.name, check.message,
        "Nothing was stored. Check the values with the provider" +
            (row.discovery["supportContact"]["email"].as_string().empty()
                 ? std::string()
                 : " (" + row.discovery["supportContact"]["email"].as_string() + ")") +
            ", or try again when the service is well.",
        check.steps);
  }
  if (row.discovery["security"]["kind"].string_or("none") != "none") {
    row.credential = shared != 0 ? shared : store_credential(row, inputs);
    parts_.database->credentials().set_state(
        row.credential, check.verified == "yes" ? "verified" : check.verified, parts_.clock->now());
    parts_.grants->forget(row.credential);
  }
  row.configuration.set("credentialsChecked", check.verified);
  row = store_row(row);
  if (row.paused_reason == "CREDENTIALS_REFUSED") {
    parts_.database->services().set_paused(row.id, "");
    parts_.catalog->changed(row.id);
  }
  note(row.id, "CREDENTIALS_STORED",
       "Credentials were checked (" + check.verified + ") and stored.");
  rebuild_plan(row);
  return Json::object(
      {{"steps", check.steps}, {"verified", check.verified}, {"credential", row.credential}});
}

Json Onboarding::credentials() {
  Json items = Json::array();
  const auto services = parts_.database->services().list();
  for (const auto& row : parts_.database->credentials().list()) {
    Json used = Json::array();
    for (const auto& service : services)
      if (service.credential == row.id) used.push(service.name);
    items.push(Json::object(
        {{"id", row.id},
         {"name", row.name},
         {"kind", row.kind},
         {"state", row.state},
         {"verifiedAt", row.verified_at == 0 ? Json() : Json(format_datetime(row.verified_at))},
         {"usedBy", used}}));
  }
  return Json::object({{"items", items}});
}

Json Onboarding::add_credential(const Json& request) {
  const auto name = std::string(trim(request["name"].as_string()));
  const auto kind = request["kind"].as_string();
  if (name.empty() || kind.empty() || !request["inputs"].is_object())
    throw Error(ErrorKind::invalid, "CREDENTIAL_INCOMPLETE", "credential",
                "wants name, kind and inputs",
                "Give {\"name\", \"kind\": \"apiKey\", \"inputs\": {...}}.");
  const auto text = request["inputs"].dump();
  const auto row = parts_.database->credentials().create(
      name, kind, [&](const std::string& identity) { return parts_.box->seal(text, identity); });
  return Json::object(
      {{"id", row.id}, {"name", row.name}, {"kind", row.kind}, {"state", row.state}});
}

void Onboarding::remove_credential(std::string_view id_or_name) {
  auto& credentials = parts_.database->credentials();
  auto found = credentials.find(id_or_name);
  if (const auto id = parse_int(id_or_name); !found && id) found = credentials.find(*id);
  if (!found)
    throw Error(ErrorKind::not_found, "CREDENTIAL_NOT_FOUND",
                "credential " + std::string(id_or_name), "there is no such credential");
  credentials.remove(found->id);
  parts_.grants->forget(found->id);
}

}  // namespace stepgate::catalog
