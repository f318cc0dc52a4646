// Onboarding: what can be changed at any time: name, options, header parameters, limits, settings,
// certificates. Chunks in flight keep the plan that they were sent with.
#include <algorithm>
#include <array>
#include <limits>

#include "base/detailed_error.hpp"
#include "base/text.hpp"
#include "catalog/names.hpp"
#include "catalog/onboarding.hpp"
#include "catalog/parameter_value.hpp"
#include "catalog/plan_json.hpp"
#include "catalog/service_access.hpp"
#include "http/url.hpp"

namespace stepgate::catalog {
namespace {

struct Section {
  const char* name;      ///< in a configuration
  const char* declared;  ///< in a definition
  const char* picklist;  ///< type of its picklists
};
constexpr std::array<Section, 2> kOptions{
    {{"globals", "globalAttributes", "global"}, {"headers", "headers", "header"}}};

const Json& declared_option(const store::ServiceRow& row, const Section& section,
                            const std::string& name) {
  for (const auto& attribute : row.definition[section.declared].items())
    if (attribute["name"].as_string() == name) return attribute;
  throw Error(ErrorKind::invalid, "OPTION_UNKNOWN", "service " + row.name,
              "declares no option '" + name + "'", "`stepgate service show` lists its options.");
}

/// What an adapter would not send is not saved either: the run that finds out would fail for it.
bool header_can_carry(const std::string& text) {
  constexpr std::size_t kLongest = 8000;
  const auto ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  return text.size() <= kLongest && http::is_field_value(text) &&
         std::all_of(text.begin(), text.end(), ascii);
}

void refuse_header_value(const std::string& name, const Json& value) {
  if (value.is_string() && !header_can_carry(value.as_string()))
    throw Error(ErrorKind::invalid, "HEADER_VALUE_INVALID", "header " + name,
                "is longer than a header may be, or holds characters that a header can't carry",
                "Use at most 8000 visible ASCII characters and spaces.");
}

void refuse_unknown_limit(const std::string& name) {
  if (!limits_json({}).has(name))
    throw Error(ErrorKind::invalid, "LIMIT_UNKNOWN", "limit " + name, "there is no such limit",
                "The limits are: chunkPeople, chunkBytes, deadlineSeconds, submitTimeoutSeconds, "
                "maxAttempts, retryBudgetSeconds, concurrency, chunksInFlight, windowRequests, "
                "windowPeople, windowSeconds, breakerFailures, idempotent, writeOnFailure.");
}

/// What a limit becomes; what lies outside of its range is moved to its end.
Json limit_as_read(const std::string& name, const Json& value) {
  return limits_json(read_limits(Json::object({{"limits", Json::object({{name, value}})}})))[name];
}

void refuse_limit(const std::string& name, const Json& value) {
  refuse_unknown_limit(name);
  if (value.is_null()) return;  // the default again
  const auto refuse = [&](const std::string& range) {
    throw Error(ErrorKind::invalid, "LIMIT_INVALID", "limit " + name,
                value.dump() + " is not " + range, "Give such a value, or null for the default.");
  };
  if (limits_json({})[name].is_bool()) {
    if (!value.is_bool()) refuse("true or false");
    return;
  }
  using Range = std::numeric_limits<std::int64_t>;
  const auto low = limit_as_read(name, Range::min()), high = limit_as_read(name, Range::max());
  if (!value.is_int() || value.as_int() < low.as_int() || value.as_int() > high.as_int())
    refuse("a whole number between " + low.dump() + " and " + high.dump());
}

/// A native adapter reads settings of its own; what it makes of them is its affair.
void refuse_setting(const store::ServiceRow& row, const std::string& name, const Json& value) {
  if (row.kind != "openapi") return;
  const bool flag = name == "headersInContext", bytes = name == "maxResponseBytes";
  if (!flag && !bytes)
    throw Error(ErrorKind::invalid, "SETTING_UNKNOWN", "setting " + name,
                "there is no such setting",
                "The settings are: headersInContext, maxResponseBytes.");
  if (value.is_null() || (flag && value.is_bool()) ||
      (bytes && value.is_int() && value.as_int() >= 0))
    return;
  throw Error(ErrorKind::invalid, "SETTING_INVALID", "setting " + name,
              value.dump() + " is not " +
                  (flag ? "true or false" : "a whole number of bytes, 0 for the default"),
              "Give such a value, or null for the default.");
}

Json section_of(const store::ServiceRow& row, const char* name) {
  return row.configuration[name].is_object() ? row.configuration[name] : Json::object();
}

void merge(Json& into, const std::string& name, const Json& value) {
  if (value.is_null())
    into.erase(name);
  else
    into.set(name, value);
}

}  // namespace

/// Text, or null to go by the document again.
void Onboarding::set_credential_parameter(store::ServiceRow& row, const Json& value) {
  const auto& name = value.as_string();
  const auto& scheme = row.discovery["security"];
  if (name.empty()) {
    row.configuration.erase("credentialParameter");
    return;
  }
  if (scheme["kind"].as_string() != "apiKey")
    throw Error(ErrorKind::invalid, "CREDENTIAL_PARAMETER_UNUSED", "service " + row.name,
                "sends no key of its own in a header or query parameter",
                "Leave the name out: it belongs to API keys.");
  if (scheme["in"].as_string() == "header" && !http::is_token(name))
    throw Error(ErrorKind::invalid, "HEADER_NAME_INVALID", "header " + name,
                "is no name that a header can have",
                "Use letters, digits and hyphens, like X-Api-Key.");
  row.configuration.set("credentialParameter", name);
}

void Onboarding::change_options(store::ServiceRow& row, const Json& request) {
  Json problems = Json::array();
  for (const auto& section : kOptions) {
    const auto before = section_of(row, section.name);
    auto merged = before;
    // What a definition does not declare any more is not sent any more.
    if (row.definition.is_object())
      for (const auto& [name, value] : before.members()) {
        bool declared = false;
        for (const auto& attribute : row.definition[section.declared].items())
          declared |= attribute["name"].as_string() == name;
        if (!declared) merged.erase(name);
      }
    for (const auto& [name, given] : request[section.name].members()) {
      const auto& attribute = declared_option(row, section, name);
      const bool header = std::string_view(section.name) == "headers";
      if (header) refuse_header_value(name, given);
      if (is_unset(given) && row.state == "draft") {
        merged.erase(name);
        continue;
      }
      const auto list = parts_.database->services().picklist(row.id, section.picklist, name);
      const auto value = checked_value(as_marked(attribute, row.configuration["required"]),
                                       list ? list->choices : Json(), given, problems);
      merge(merged, name, value);
    }
    row.configuration.set(section.name, std::move(merged));
  }
  if (problems.size() > 0)
    throw DetailedError(ErrorKind::invalid, problems.at(0)["code"].as_string(),
                        "options of service " + row.name, problems.at(0)["message"].as_string(),
                        problems.at(0)["remedy"].as_string(), problems);
}

void Onboarding::change_name(store::ServiceRow& row, const Json& request) {
  if (const auto& url = request["url"]; url.is_string() && url.as_string() != row.url)
    throw Error(ErrorKind::conflict, "URL_FIXED", "service " + row.name,
                "keeps the URL that it was installed from",
                "Install the other URL as a service of its own, and let it take this one's place: "
                "stepgate service replace \"" +
                    row.name + "\" --with NEW");
  if (!request.has("name")) return;
  const auto name = checked_name(request["name"].as_string());
  // Another case of its own name is its own.
  row.name = iequals(name, row.name) ? name : free_name(name, {});
}

void Onboarding::mark_required(store::ServiceRow& row, const Json& request) {
  auto marked = section_of(row, "required");
  for (const auto& [name, value] : request["required"].members()) {
    bool declared = false;
    for (const auto* section : {"globalAttributes", "headers", "flowAttributes"})
      for (const auto& attribute : row.definition[section].items())
        declared |= attribute["name"].as_string() == name;
    if (!declared)
      throw Error(ErrorKind::invalid, "OPTION_UNKNOWN", "service " + row.name,
                  "declares no option or parameter '" + name + "'",
                  "`stepgate service show` lists them.");
    if (value.as_bool())
      marked.set(name, true);
    else
      marked.erase(name);
  }
  row.configuration.set("required", std::move(marked));
}

Json Onboarding::configure(flow::ServiceId service, const Json& request) {
  auto row = this->row(service);
  const auto before = row.name;
  change_name(row, request);
  mark_required(row, request);
  change_options(row, request);
  if (const auto lacking = missing_options(row); row.state != "draft" && lacking.size() > 0)
    throw DetailedError(ErrorKind::invalid, "OPTION_REQUIRED", "service " + row.name,
                        lacking.at(0)["message"].as_string(), lacking.at(0)["remedy"].as_string(),
                        lacking);
  for (const auto* section : {"limits", "settings"}) {
    auto merged = section_of(row, section);
    for (const auto& [name, value] : request[section].members()) {
      if (std::string_view(section) == "limits")
        refuse_limit(name, value);
      else
        refuse_setting(row, name, value);
      merge(merged, name, value);
    }
    row.configuration.set(section, std::move(merged));
  }
  if (request["tls"].is_object())
    row.configuration.set(
        "tls", changed_tls(row.configuration["tls"], request["tls"], row.id, *parts_.box));
  if (request.has("credentialParameter"))
    set_credential_parameter(row, request["credentialParameter"]);
  row = store_row(row);
  note(row.id, "CONFIGURED",
       before == row.name ? "The configuration was changed."
                          : "The service was called " + before + " before.");
  rebuild_plan(row);
  return view(row);
}

}  // namespace stepgate::catalog
