// Onboarding: which field of the host stands for which field of the service. Strategies propose and
// validate; nothing is stored that they refuse.
#include "base/detailed_error.hpp"
#include "catalog/onboarding.hpp"
#include "catalog/privacy.hpp"
#include "store/field_repository.hpp"

namespace stepgate::catalog {
namespace {

constexpr Ms kThinkWithin = 5'000;

/// Rows of a service in the shape in which a strategy takes them; descriptions in one language.
Json service_fields(const Json& direction) {
  Json fields = Json::array();
  for (const auto& field : direction["fields"].items()) {
    Json one = field;
    one.set("description", localized(field["description"], "", ""));
    fields.push(std::move(one));
  }
  return fields;
}

}  // namespace

Json Onboarding::host_fields() const {
  Json fields = Json::array();
  for (const auto& field : parts_.database->fields().table()->all())
    fields.push(Json::object({{"name", field.name},
                              {"label", field.label},
                              {"dataType", Json(to_string(field.type))},
                              {"readOnly", field.read_only}}));
  return fields;
}

plugin::MappingProxy Onboarding::strategy(const store::ServiceRow& row, bool user_driven) const {
  return parts_.plugins->mapping(user_driven ? "mapping:user-driven" : "mapping:service-driven",
                                 row.mapping_strategy);
}

Json Onboarding::validate(const store::ServiceRow& row, const char* direction, const Json& rows) {
  const bool user_driven = row.definition[direction]["userDriven"].as_bool();
  plugin::CallContext context;
  context.subject = "mapping of service " + row.name;
  context.deadline = parts_.clock->now() + kThinkWithin;
  Json request = Json::object(
      {{"direction", direction}, {"serviceFields", service_fields(row.definition[direction])}});
  request.set("hostFields", host_fields()).set("rows", rows);
  Json mapping = strategy(row, user_driven).validate(context, request);
  mapping.set("userDriven", user_driven);
  return mapping;
}

/// What is mapped already stays; what the service declares anew gets the strategy's proposal.
Json Onboarding::propose(const store::ServiceRow& row, const char* direction) {
  const bool user_driven = row.definition[direction]["userDriven"].as_bool();
  plugin::CallContext context;
  context.subject = "mapping of service " + row.name;
  context.deadline = parts_.clock->now() + kThinkWithin;
  Json request = Json::object(
      {{"direction", direction}, {"serviceFields", service_fields(row.definition[direction])}});
  request.set("hostFields", host_fields());
  const Json proposed = strategy(row, user_driven).propose(context, request);
  Json rows = Json::array();
  const auto& before = row.mapping[direction];
  for (const auto& one : proposed["rows"].items()) {
    const Json* kept = nullptr;
    for (const auto& old : before["rows"].items())
      if (old["serviceAttribute"] == one["serviceAttribute"] && !old["field"].is_null())
        kept = &old;
    rows.push(kept ? *kept : one);
  }
  if (user_driven && before["rows"].is_array()) {
    rows = Json::array();
    for (const auto& old : before["rows"].items())
      if (!old["field"].is_null()) rows.push(old);
  }
  Json mapping = validate(row, direction, rows);
  mapping.set("confirmed", before["confirmed"].as_bool());
  return mapping;
}

Json Onboarding::mapping(flow::ServiceId service) {
  const auto row = this->row(service);
  auto outgoing = row.mapping["outgoing"];
  if (outgoing.is_object()) outgoing.set("privacyNotice", privacy_notice(row));
  return Json::object(
      {{"outgoing", outgoing}, {"incoming", row.mapping["incoming"]}, {"fields", host_fields()}});
}

Json overlaid(const Json& before, const Json& given, bool user_driven) {
  if (user_driven) return given;
  Json rows = Json::array();
  for (const auto& old : before.items()) {
    const Json* newer = nullptr;
    for (const auto& row : given.items())
      if (row["serviceAttribute"] == old["serviceAttribute"]) newer = &row;
    if (!newer) {
      rows.push(old);
      continue;
    }
    Json merged = old;
    for (const auto& [key, value] : newer->members()) merged.set(key, value);
    // Mapping a row that had no field switches it on, unless said otherwise.
    if (!newer->has("active") && newer->has("field"))
      merged.set("active", !(*newer)["field"].is_null());
    rows.push(std::move(merged));
  }
  for (const auto& row : given.items()) {
    bool known = false;
    for (const auto& old : before.items())
      known |= row["serviceAttribute"] == old["serviceAttribute"];
    if (!known) rows.push(row);
  }
  return rows;
}

namespace {

bool is_mapped(const Json& rows, const Json& attribute) {
  for (const auto& row : rows.items())
    if (row["serviceAttribute"] == attribute)
      return !row["field"].is_null() && row["active"].as_bool(true);
  return false;
}

}  // namespace

Json Onboarding::set_mapping(flow::ServiceId service, const Json& request) {
  auto row = this->row(service);
  if (!row.definition.is_object())
    throw Error(ErrorKind::conflict, "DEFINITION_NOT_READ", "service " + row.name,
                "its definition has not been read",
                "Enter the credentials first, then read the definition.");
  Json problems = Json::array();
  const auto mapping_before = row.mapping;
  for (const auto* direction : {"outgoing", "incoming"}) {
    const auto& given = request[direction];
    if (!given.is_object()) continue;
    const auto before = row.mapping[direction];
    Json rows = given["rows"].is_array()
                    ? overlaid(before["rows"], given["rows"],
                               row.definition[direction]["userDriven"].as_bool())
                    : before["rows"];
    Json mapping = validate(row, direction, rows);
    for (const auto& problem : mapping["problems"].items()) {
      // A required row of a draft that nobody has mapped yet keeps it from being activated; one
      // that is mapped can be neither removed nor switched off.
      if (problem["code"].as_string() == "MAPPING_REQUIRED" && row.state == "draft" &&
          !is_mapped(before["rows"], problem["serviceAttribute"]))
        continue;
      Json named = problem;
      named.set("direction", direction);
      problems.push(std::move(named));
    }
    mapping.set("confirmed", given["confirmed"].as_bool(before["confirmed"].as_bool()));
    row.mapping.set(direction, std::move(mapping));
  }
  if (problems.size() > 0) {
    const auto& first = problems.at(0);
    throw DetailedError(ErrorKind::invalid, first["code"].as_string(),
                        "mapping of service " + row.name, first["message"].as_string(),
                        first["remedy"].as_string(), problems);
  }
  require_privacy(row, mapping_before, request, parts_.clock->now());
  row = store_row(row);
  note(row.id, "MAPPED", "The mapping was changed.");
  rebuild_plan(row);
  return mapping(service);
}

}  // namespace stepgate::catalog
