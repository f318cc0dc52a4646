// Onboarding: the guide for users, and the steps that a draft goes through.
#include "base/error.hpp"
#include "base/text.hpp"
#include "catalog/onboarding.hpp"
#include "html/sanitize.hpp"

namespace stepgate::catalog {

std::string Onboarding::guide(flow::ServiceId service) {
  const auto row = this->row(service);
  auto clean = row.discovery["paths"]["guide"].as_bool()
                   ? html::sanitize(resource(service, "guide").second)
                   : std::string();
  if (clean.empty())
    throw Error(ErrorKind::not_found, "RESOURCE_MISSING", "service " + row.name,
                "has no guide for its users");
  return clean;
}

/// Whatever keeps it from being read: no guide is no reason to stop.
bool Onboarding::has_guide(const store::ServiceRow& row) {
  if (!row.discovery["paths"]["guide"].as_bool()) return false;
  try {
    return !guide(row.id).empty();
  } catch (const Error&) {
    return false;
  }
}

/// [{step, done}]; the guide is there only when the service has one.
Json Onboarding::onboarding_steps(const store::ServiceRow& row, const Json& missing) {
  const auto lacks = [&](std::string_view code, std::string_view subject = {}) {
    for (const auto& one : missing.items())
      if (one["code"].as_string() == code && (subject.empty() || one["subject"] == Json(subject)))
        return true;
    return false;
  };
  const bool read = row.definition.is_object();
  Json steps = Json::array();
  const auto add = [&](const char* step, bool done) {
    steps.push(Json::object({{"step", step}, {"done", done}}));
  };
  add("url", true);
  if (row.discovery["security"]["kind"].string_or("none") != "none")
    add("credentials", !lacks("CREDENTIALS_MISSING") && !lacks("CREDENTIALS_WITHHELD"));
  if (row.configuration["hasGuide"].as_bool()) add("guide", true);
  for (const auto* direction : {"outgoing", "incoming"}) {
    const auto& mapping = row.mapping[direction];
    add(direction, read && mapping["confirmed"].as_bool() && mapping["problems"].size() == 0);
  }
  add("configuration", read && !lacks("OPTION_REQUIRED"));
  add("active", row.state != "draft");
  return steps;
}

}  // namespace stepgate::catalog
