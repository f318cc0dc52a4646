// Onboarding: credentials. They are tried with the values just given, and never stored as valid
// when the service refuses them.
#include "base/detailed_error.hpp"
#include "base/text.hpp"
#include "catalog/onboarding.hpp"
#include "catalog/service_access.hpp"
#include "store/credential_repository.hpp"

namespace stepgate::catalog {
namespace {

/// What is told when credentials are not taken.
[[noreturn]] void refuse(const std::string& subject, const std::string& code,
                         const std::string& message, const std::string& whom, Json steps) {
  throw DetailedError(
      code == "CREDENTIAL_INVALID" || code == "CREDENTIALS_REFUSED" || code == "SCOPE_REFUSED"
          ? ErrorKind::invalid
          : ErrorKind::upstream,
      code, subject, message,
      "Nothing was stored. Check the values with the provider" +
          (whom.empty() ? std::string() : " (" + whom + ")") +
          ", or try again when the service is well.",
      std::move(steps));
}

std::string state_of(const std::string& verified) {
  return verified == "yes" ? "verified" : verified;
}

}  // namespace

Json Onboarding::credential_inputs(const store::ServiceRow& row) const {
  const auto scheme = scheme_of(row);
  if (scheme["kind"].string_or("none") == "none") return Json::array();
  return parts_.grants->strategy(scheme, row.auth)
      .inputs({}, Json::object({{"scheme", scheme}}))["inputs"];
}

std::int64_t Onboarding::store_credential(const store::ServiceRow& row, const Json& inputs) {
  auto& credentials = parts_.database->credentials();
  const auto kind = row.discovery["security"]["kind"].as_string();
  const auto text = inputs.dump();
  if (row.credential != 0) {
    const auto own = credentials.find(row.credential);
    // One that others use, too, is theirs: this service gets one of its own.
    if (own && own->name == row.name && users(own->id).size() == 1) {
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
    const auto& kind = row.discovery["security"]["kind"].as_string();
    if (found->kind != kind)
      throw Error(ErrorKind::conflict, "CREDENTIAL_KIND", "credential " + found->name,
                  "is of kind " + found->kind + "; the service wants " + kind,
                  "`stepgate credential list` shows the kinds of those that are stored.");
    shared = found->id;
    inputs = open_credential(*found, *parts_.box);
  }
  auto check = this->check(row, inputs);
  if (!check.good) {
    note(row.id, check.code, "Credentials were not accepted: " + check.message, 3);
    refuse("credentials of service " + row.name, check.code, check.message,
           row.discovery["supportContact"]["email"].as_string(), std::move(check.steps));
  }
  if (row.discovery["security"]["kind"].string_or("none") != "none") {
    row.credential = shared != 0 ? shared : store_credential(row, inputs);
    parts_.database->credentials().set_state(row.credential, state_of(check.verified),
                                             parts_.clock->now());
    parts_.grants->forget(row.credential);
  }
  row.configuration.set("credentialsChecked", check.verified);
  row.configuration.set("credentialPlaces", credential_places(row.discovery));
  row = store_row(row);
  note(row.id, "CREDENTIALS_STORED",
       "Credentials were checked (" + check.verified + ") and stored.");
  rebuild_plan(row);
  resume_refused(row);
  return Json::object(
      {{"steps", check.steps}, {"verified", check.verified}, {"credential", row.credential}});
}

/// A service that waited for other credentials goes on.
void Onboarding::resume_refused(const store::ServiceRow& row) {
  if (row.paused_reason != "CREDENTIALS_REFUSED" && row.paused_reason != "CREDENTIALS_LOST") return;
  parts_.database->services().set_paused(row.id, "");
  parts_.catalog->changed(row.id);
  note(row.id, "RESUMED", "The service goes on with its new credentials.");
}

}  // namespace stepgate::catalog
