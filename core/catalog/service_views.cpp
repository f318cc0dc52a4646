// Onboarding: what is shown of services, their guides and icons.
#include "base/detailed_error.hpp"
#include "base/text.hpp"
#include "catalog/onboarding.hpp"
#include "catalog/parameter_value.hpp"
#include "catalog/plan_json.hpp"
#include "catalog/service_access.hpp"
#include "store/campaign_repository.hpp"
#include "store/credential_repository.hpp"
#include "store/service_log_repository.hpp"

namespace stepgate::catalog {
namespace {

constexpr Ms kAskWithin = 10'000;

Json time_or_null(Ms at) { return at == 0 ? Json() : Json(format_datetime(at)); }

/// What the admin has marked as required, and how each option travels: global options in the
/// context, header parameters as HTTP headers.
Json as_configured(const store::ServiceRow& row) {
  auto definition = row.definition;
  for (const auto* section : {"globalAttributes", "headers", "flowAttributes"})
    if (auto* list = definition.find(section))
      for (auto& attribute : list->mutable_items())
        attribute = as_marked(std::move(attribute), row.configuration["required"]);
  for (const auto& [section, how] :
       {std::pair{"globalAttributes", "context"}, {"headers", "header"}})
    if (auto* list = definition.find(section))
      for (auto& attribute : list->mutable_items()) attribute.set("sentAs", how);
  return definition;
}

}  // namespace

std::string localized(const Json& labels, std::string_view key, const std::string& otherwise) {
  const auto pick = [&](const Json& one) -> const std::string& {
    return one.is_object() ? one[key].as_string() : one.as_string();
  };
  if (labels.is_string()) return labels.as_string();
  for (const auto* locale : {"en_US", "en_us", "en"})
    if (const auto& text = pick(labels[locale]); !text.empty()) return text;
  for (const auto& [locale, one] : labels.members())
    if (const auto& text = pick(one); !text.empty()) return text;
  return otherwise;
}

Json Onboarding::view(const store::ServiceRow& row) {
  Json json = grid_row(row);
  json.set("discovery", row.discovery)
      .set("definition", as_configured(row))
      .set("mapping", row.mapping);
  json.set("configuration",
           Json::object({{"globals", row.configuration["globals"]},
                         {"headers", row.configuration["headers"]},
                         {"required", row.configuration["required"]},
                         {"settings", row.configuration["settings"]},
                         {"limits", limits_json(read_limits(row.configuration))}}));
  json.set("planVersion", row.plan_version);
  json.set("components", Json::object({{"auth", row.auth},
                                       {"mapping", row.mapping_strategy},
                                       {"provider", row.provider}}));
  Json credential;
  if (row.credential != 0)
    if (const auto found = parts_.database->credentials().find(row.credential))
      credential = Json::object({{"id", found->id},
                                 {"name", found->name},
                                 {"state", found->state},
                                 {"verifiedAt", time_or_null(found->verified_at)}});
  if (const auto moved = moved_places(row); !moved.empty()) {
    Json reasons = Json::array();
    for (const auto& reason : moved) reasons.push(reason);
    credential.set("withheld", reasons);
  }
  json.set("credential", credential);
  json.set("replacedBy", replacement_of(row));
  json.set("credentialParameter", row.configuration["credentialParameter"]);
  const auto& tls = row.configuration["tls"];
  json.set("tls",
           Json::object({{"ca", tls["ca"]}, {"clientCertificate", tls["clientCertificate"]}}));
  try {
    json.set("credentialInputs", credential_inputs(row));
  } catch (const Error& e) {
    json.set("credentialInputs", Json::array()).set("componentError", e.what());
  }
  Json findings = row.discovery["findings"].is_array() ? row.discovery["findings"] : Json::array();
  for (const auto& finding : row.definition["findings"].items()) findings.push(finding);
  if (unreachable_callback(row))
    findings.push(Json::object(
        {{"severity", "warning"},
         {"code", "CALLBACK_UNREACHABLE"},
         {"where", "callbacks.public_url"},
         {"message", "the service is on another machine, and the callback URL it is told (" +
                         parts_.callback_url_base + ") is one of this machine"},
         {"remedy", "Set callbacks.public_url to a URL that the service can reach."},
         {"marketoRefuses", false}}));
  json.set("findings", findings);
  json.set("privacy", row.configuration["privacy"]);
  const auto lacking = missing(row);
  json.set("onboarding", onboarding_steps(row, lacking));
  if (row.state == "draft") json.set("missing", lacking);
  return json;
}

Json Onboarding::show(flow::ServiceId service) { return view(row(service)); }

std::pair<std::string, std::string> Onboarding::resource(flow::ServiceId service,
                                                         std::string_view name) {
  const auto row = this->row(service);
  ServiceDoor door(*parts_.client, *parts_.clock, door_of(row));
  plugin::CallContext context;
  context.subject = "service " + row.name;
  context.deadline = parts_.clock->now() + kAskWithin;
  context.http = &door;
  try {
    const auto got = explained(door, [&] {
      return open(row)->resource(context, Json::object({{"name", Json(name)}}));
    });
    return {got["contentType"].as_string(), from_base64(got["base64"].as_string()).value_or("")};
  } catch (const plugin::PluginCallError& e) {
    if (e.status() != STEPGATE_UNSUPPORTED) throw;
    throw Error(ErrorKind::not_found, "RESOURCE_MISSING", "service " + row.name,
                "has no " + std::string(name));
  }
}

}  // namespace stepgate::catalog
