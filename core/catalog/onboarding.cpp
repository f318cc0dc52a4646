// Onboarding: installing, reading the definition, life cycle.
#include "catalog/onboarding.hpp"

#include "base/crypto.hpp"
#include "base/detailed_error.hpp"
#include "base/text.hpp"
#include "catalog/names.hpp"
#include "catalog/plan_json.hpp"
#include "catalog/service_access.hpp"
#include "http/url.hpp"
#include "store/service_log_repository.hpp"

namespace stepgate::catalog {
namespace {

constexpr Ms kAskWithin = 10'000;
constexpr std::string_view kPluginScheme = "plugin:";

/// An adapter's refusal keeps its code and words; the service is named by its URL.
void refuse_errors(const std::string& subject, const Json& findings) {
  for (const auto& finding : findings.items())
    if (finding["severity"].as_string() == "error")
      throw DetailedError(ErrorKind::invalid, finding["code"].as_string(), subject,
                          finding["message"].as_string(), finding["remedy"].as_string(), findings);
}

}  // namespace

store::ServiceRow Onboarding::row(flow::ServiceId service) {
  return parts_.database->services().get(service);
}

store::ServiceRow Onboarding::store_row(store::ServiceRow row) {
  row = parts_.database->services().update(row);
  parts_.catalog->changed(row.id);
  return row;
}

flow::ServiceId Onboarding::find(std::string_view id_or_name) {
  auto& services = parts_.database->services();
  if (const auto row = services.find(id_or_name)) return row->id;
  if (const auto id = parse_int(id_or_name))
    if (const auto row = services.find(static_cast<flow::ServiceId>(*id))) return row->id;
  std::vector<std::string> names;
  for (const auto& row : services.list()) names.push_back(row.name);
  const auto near = nearest(id_or_name, names);
  throw Error(ErrorKind::not_found, "SERVICE_NOT_FOUND", "service " + std::string(id_or_name),
              "there is no such service",
              near.empty() ? "`stepgate service list` shows those that are installed."
                           : "Did you mean " + near + "?");
}

void Onboarding::note(flow::ServiceId service, const std::string& code, const std::string& message,
                      std::uint8_t severity) {
  parts_.database->service_log().append({service, 0, 0, 0, {severity, "admin", code, message}});
}

void Onboarding::note_findings(flow::ServiceId service, const Json& findings) {
  for (const auto& finding : findings.items()) {
    const auto severity = finding["severity"].as_string();
    parts_.database->service_log().append(
        {service,
         0,
         0,
         0,
         {static_cast<std::uint8_t>(severity == "error"     ? 3
                                    : severity == "warning" ? 2
                                                            : 1),
          "definition", finding["code"].as_string(),
          finding["where"].as_string() + ": " + finding["message"].as_string()}});
  }
}

GrantKey Onboarding::grant_key(const store::ServiceRow& row) const {
  return grant_key_of(row, *parts_.box);
}

DoorOptions Onboarding::door_of(const store::ServiceRow& row) const {
  DoorOptions options;
  options.grants = parts_.grants;
  options.key = grant_key(row);
  return options;
}

plugin::SessionRef Onboarding::open(const store::ServiceRow& row) const {
  plugin::CallContext context;
  context.subject = "service " + row.name;
  context.deadline = parts_.clock->now() + kAskWithin;
  return parts_.catalog->provider_of("openapi", row.provider).open(context, open_request(row));
}

bool Onboarding::unreachable_callback(const store::ServiceRow& row) const {
  const auto service = http::Url::parse(row.discovery["baseUrl"].as_string());
  const auto callback = http::Url::parse(parts_.callback_url_base);
  return service && callback && !service->is_loopback() && callback->is_loopback();
}

std::string Onboarding::free_name(const std::string& wanted, const std::string& title) {
  const auto own = usable_name(title);
  auto name = checked_name(!trim(wanted).empty() ? wanted : own.empty() ? "Service" : own);
  auto& services = parts_.database->services();
  if (!services.find(name)) return name;
  auto other = name;
  for (int i = 2; services.find(other); ++i)
    other = std::string(cut_utf8(name, 240)) + " " + std::to_string(i);
  throw Error(ErrorKind::conflict, "NAME_TAKEN", "service " + name,
              "another service has this name (names ignore case)",
              "Give it another one, for example --name \"" + other + "\".");
}

Json Onboarding::install(const Json& request) {
  const auto url = request["url"].as_string();
  if (url.empty())
    throw Error(ErrorKind::invalid, "URL_MISSING", "url", "names no service",
                "Give the URL of the service's OpenAPI document, or plugin:ID of a loaded provider "
                "adapter.");
  store::ServiceRow row;
  row.url = url;
  row.auth = request["auth"].as_string();
  row.mapping_strategy = request["mapping"].as_string();
  row.provider = request["provider"].as_string();
  if (url.starts_with(kPluginScheme)) {
    row.kind = "plugin";
    row.provider = url.substr(kPluginScheme.size());
  }
  const auto provider = parts_.catalog->provider_of("openapi", row.provider);
  DoorOptions options;
  options.key.tls = http::make_tls_pem(request["tls"]["ca"].as_string(),
                                       request["tls"]["clientCertificate"].as_string(),
                                       request["tls"]["clientKey"].as_string());
  ServiceDoor door(*parts_.client, *parts_.clock, std::move(options));
  plugin::CallContext context;
  context.subject = url;
  context.deadline = parts_.clock->now() + 2 * kAskWithin;
  context.http = &door;
  row.discovery = provider.discover(
      context,
      Json::object({{"url", url}, {"acceptNoSecurity", request["acceptNoSecurity"].as_bool()}}));
  refuse_errors(url, row.discovery["findings"]);
  const bool open_to_all =
      row.kind == "openapi" && row.discovery["security"]["kind"].string_or("none") == "none";
  if (open_to_all && !request["acceptNoSecurity"].as_bool())
    throw Error(ErrorKind::invalid, "SECURITY_MISSING", url,
                "the document says that the service asks for no credentials",
                "Confirm it with --no-security (acceptNoSecurity), if that is meant.");
  row.name = free_name(request["name"].as_string(), row.discovery["title"].as_string());
  if (!row.discovery["security"]["kind"].string_or("none").starts_with("none"))
    parts_.grants->strategy(row.discovery["security"],
                            row.auth);  // refuses here when nobody serves it
  row.configuration = Json::object();
  row.mapping = Json::object();
  row = parts_.database->services().create(row);
  if (request["tls"].is_object())
    row.configuration.set("tls", changed_tls({}, request["tls"], row.id, *parts_.box));
  if (request["credentialParameter"].is_string())
    set_credential_parameter(row, request["credentialParameter"]);
  row.sealed_api_key =
      parts_.box->seal(random_text(24), store::ServiceRepository::api_key_identity(row.id));
  row = store_row(row);
  note(row.id, "INSTALLED", "Installed from " + url + " as " + row.name + ".");
  note_findings(row.id, row.discovery["findings"]);
  return view(row);
}

Json Onboarding::read_definition(flow::ServiceId service) {
  auto row = this->row(service);
  if (row.state != "draft")
    throw Error(ErrorKind::conflict, "SERVICE_NOT_DRAFT", "service " + row.name,
                "is " + row.state + "; its definition is in use",
                "See what has changed, and adopt it: stepgate service refresh.");
  row.definition = describe(row);
  for (const auto* direction : {"outgoing", "incoming"}) {
    auto proposed = propose(row, direction);
    row.mapping.set(direction, std::move(proposed));
  }
  row.configuration.set("hasGuide", has_guide(row));
  row = store_row(row);
  note(row.id, "DEFINITION_READ", "The service definition was read.");
  note_findings(row.id, row.definition["findings"]);
  return view(row);
}

void Onboarding::rebuild_plan(const store::ServiceRow& row) {
  if (row.state == "draft") return;
  parts_.database->services().add_plan(row.id,
                                       make_plan_json(row, *parts_.database->fields().table()));
  parts_.catalog->changed(row.id);
}

}  // namespace stepgate::catalog
