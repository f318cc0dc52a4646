// Onboarding: what is missing, and activation.
#include "base/detailed_error.hpp"
#include "catalog/onboarding.hpp"
#include "catalog/plan_json.hpp"
#include "catalog/privacy.hpp"
#include "catalog/service_access.hpp"

namespace stepgate::catalog {
namespace {

Json lack(const char* code, const std::string& subject, const std::string& message,
          const std::string& remedy) {
  return Json::object(
      {{"code", code}, {"subject", subject}, {"message", message}, {"remedy", remedy}});
}

}  // namespace

Json Onboarding::missing_options(const store::ServiceRow& row) {
  Json list = Json::array();
  const auto options = [&](const Json& declared, const char* section, const char* what) {
    for (const auto& attribute : declared.items()) {
      const auto& name = attribute["name"].as_string();
      const auto& value = row.configuration[section][name];
      const bool empty = value.is_null() || (value.is_string() && value.as_string().empty());
      const bool required =
          attribute["required"].as_bool() || row.configuration["required"][name].as_bool();
      if (required && empty)
        list.push(lack("OPTION_REQUIRED", name,
                       std::string(what) + " '" + name + "' is required and has no value",
                       "Set it: stepgate service configure \"" + row.name + "\" --" +
                           (std::string(section) == "headers" ? "header " : "global ") + name +
                           "=VALUE"));
    }
  };
  options(row.definition["globalAttributes"], "globals", "the global option");
  options(row.definition["headers"], "headers", "the header parameter");
  return list;
}

Json Onboarding::missing(const store::ServiceRow& row) {
  Json list = Json::array();
  const bool wants_credential = row.discovery["security"]["kind"].string_or("none") != "none";
  if (wants_credential && row.credential == 0)
    list.push(lack("CREDENTIALS_MISSING", "credentials",
                   "the service wants credentials, and none are stored",
                   "Enter them: stepgate service credentials \"" + row.name + "\" ..."));
  for (const auto& moved : moved_places(row))
    list.push(lack("CREDENTIALS_WITHHELD", "credentials",
                   "since the credentials were entered it has moved: " + moved,
                   "Enter them again, if that is meant: stepgate service credentials \"" +
                       row.name + "\" ..."));
  if (!row.definition.is_object()) {
    list.push(lack("DEFINITION_NOT_READ", "definition", "the service definition has not been read",
                   "It is read as soon as the credentials are accepted."));
    return list;
  }
  for (const auto* direction : {"outgoing", "incoming"}) {
    const auto& mapping = row.mapping[direction];
    for (const auto& problem : mapping["problems"].items())
      list.push(lack(problem["code"].as_string().c_str(), problem["serviceAttribute"].as_string(),
                     problem["message"].as_string(), problem["remedy"].as_string()));
    if (!mapping["confirmed"].as_bool())
      list.push(lack("MAPPING_NOT_CONFIRMED", direction,
                     "the " + std::string(direction) + " mapping has not been confirmed",
                     "Look at it and confirm it, also when it is empty: stepgate service map \"" +
                         row.name + "\" --confirm"));
  }
  if (!privacy_confirmed(row))
    list.push(lack("PRIVACY_NOTICE_NOT_ACCEPTED", "outgoing",
                   "the privacy notice has not been confirmed for the fields that are sent",
                   "Read it above the outgoing fields and confirm it: --accept-privacy-notice "
                   "(acceptPrivacyNotice)"));
  const auto lacking = missing_options(row);
  for (const auto& one : lacking.items()) list.push(one);
  return list;
}

Json Onboarding::activate(flow::ServiceId service, const Json& request) {
  auto row = this->row(service);
  const bool confirmed = take_privacy(row, request, parts_.clock->now());
  auto lacking = missing(row);
  if (lacking.size() > 0)
    throw DetailedError(
        ErrorKind::conflict, "SERVICE_INCOMPLETE", "service " + row.name,
        lacking.at(0)["message"].as_string() +
            (lacking.size() > 1 ? ", and " + std::to_string(lacking.size() - 1) + " more"
                                : std::string()),
        lacking.at(0)["remedy"].as_string(), lacking);
  if (confirmed) {
    row = store_row(row);
    note(row.id, "PRIVACY_NOTICE_ACCEPTED",
         "The privacy notice was confirmed by " + row.configuration["privacy"]["by"].as_string() +
             ".");
  }
  parts_.database->services().add_plan(row.id,
                                       make_plan_json(row, *parts_.database->fields().table()));
  parts_.database->services().set_state(row.id, "active");
  parts_.catalog->changed(row.id);
  note(row.id, "ACTIVATED", "The service is active.");
  if (unreachable_callback(row))
    note(row.id, "CALLBACK_UNREACHABLE",
         "The service is on another machine, and the callback URL it is told (" +
             parts_.callback_url_base + ") is one of this machine. Set callbacks.public_url.",
         2);
  return show(service);
}

}  // namespace stepgate::catalog
