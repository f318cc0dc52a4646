// Stored credentials, which services share: shown, replaced for all of them at once, removed.
#include "base/detailed_error.hpp"
#include "base/text.hpp"
#include "catalog/names.hpp"
#include "catalog/onboarding.hpp"
#include "catalog/service_access.hpp"
#include "store/campaign_repository.hpp"
#include "store/credential_repository.hpp"

namespace stepgate::catalog {
store::CredentialRow Onboarding::find_credential(std::string_view id_or_name) {
  auto& credentials = parts_.database->credentials();
  auto found = credentials.find(id_or_name);
  if (const auto id = parse_int(id_or_name); !found && id) found = credentials.find(*id);
  if (found) return *found;
  std::vector<std::string> names;
  for (const auto& row : credentials.list()) names.push_back(row.name);
  const auto near = nearest(id_or_name, names);
  throw Error(ErrorKind::not_found, "CREDENTIAL_NOT_FOUND", "credential " + std::string(id_or_name),
              "there is no such credential",
              near.empty() ? "`stepgate credential list` shows those that are stored."
                           : "Did you mean " + near + "?");
}

std::vector<store::ServiceRow> Onboarding::users(std::int64_t credential) {
  auto services = parts_.database->services().list();
  std::erase_if(services, [&](const auto& row) { return row.credential != credential; });
  return services;
}

Json Onboarding::credential_view(const store::CredentialRow& row) {
  Json used = Json::array();
  for (const auto& service : users(row.id)) used.push(service.name);
  return Json::object(
      {{"id", row.id},
       {"name", row.name},
       {"kind", row.kind},
       {"state", row.state},
       {"verifiedAt", row.verified_at == 0 ? Json() : Json(format_datetime(row.verified_at))},
       {"usedBy", used}});
}

Json Onboarding::credentials() {
  Json items = Json::array();
  for (const auto& row : parts_.database->credentials().list()) items.push(credential_view(row));
  return Json::object({{"items", items}});
}

Json Onboarding::credential(std::string_view id_or_name) {
  const auto row = find_credential(id_or_name);
  Json json = credential_view(row);
  Json used = Json::array();
  for (const auto& service : users(row.id)) {
    const auto uses = this->uses(service.id);
    used.push(Json::object({{"service", service.name},
                            {"campaigns", uses["campaigns"].size()},
                            {"steps", uses["campaigns"]}}));
  }
  json.set("usedIn", used);
  json.set("updatedAt", format_datetime(row.updated_at));
  return json;
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
      checked_name(name), kind,
      [&](const std::string& identity) { return parts_.box->seal(text, identity); });
  return credential_view(row);
}

Json Onboarding::replace_credential(std::string_view id_or_name, const Json& request) {
  const auto row = find_credential(id_or_name);
  const auto& inputs = request["inputs"];
  if (!inputs.is_object() || inputs.size() == 0)
    throw Error(ErrorKind::invalid, "CREDENTIAL_INCOMPLETE", "credential " + row.name,
                "wants inputs", "Give {\"inputs\": {...}}.");
  const auto using_it = users(row.id);
  Json services = Json::array();
  std::string state = using_it.empty() ? "unverified" : "verified";
  for (const auto& service : using_it) {
    if (!moved_places(service).empty()) {
      // The new place has not been agreed to: nothing goes there, these values neither.
      services.push(Json::object(
          {{"service", service.name}, {"verified", "withheld"}, {"steps", Json::array()}}));
      continue;
    }
    auto check = this->check(service, inputs);
    services.push(Json::object(
        {{"service", service.name}, {"verified", check.verified}, {"steps", check.steps}}));
    if (check.good) {
      if (check.verified != "yes" && state == "verified") state = check.verified;
      continue;
    }
    if (!check.passing || !request["acceptUnverified"].as_bool())
      throw DetailedError(
          check.passing ? ErrorKind::upstream : ErrorKind::invalid, check.code,
          "credential " + row.name, "service " + service.name + ": " + check.message,
          check.passing ? "Nothing was stored. Try again when the service is well, or store "
                          "it unverified (--accept-unverified)."
                        : "Nothing was stored. Check the values with the provider.",
          services);
    state = "unverified";
  }
  auto& credentials = parts_.database->credentials();
  credentials.replace(
      row.id, row.kind,
      parts_.box->seal(inputs.dump(), store::CredentialRepository::identity(row.id)));
  if (state != "unverified") credentials.set_state(row.id, state, parts_.clock->now());
  parts_.grants->forget(row.id);
  for (const auto& service : using_it) {
    note(service.id, "CREDENTIALS_REPLACED",
         "The credential " + row.name + " was replaced (" + state + ").");
    resume_refused(service);
  }
  auto answer = credential_view(*credentials.find(row.id));
  answer.set("services", services);
  return answer;
}

void Onboarding::remove_credential(std::string_view id_or_name) {
  const auto row = find_credential(id_or_name);
  std::vector<std::string> names;
  for (const auto& service : users(row.id)) names.push_back(service.name);
  if (!names.empty())
    throw Error(ErrorKind::conflict, "CREDENTIAL_IN_USE", "credential " + row.name,
                "is used by " + join(names, ", "),
                "Give them other ones first: stepgate service credentials NAME --credential OTHER");
  parts_.database->credentials().remove(row.id);
  parts_.grants->forget(row.id);
}

}  // namespace stepgate::catalog
