#include "catalog/plan_json.hpp"

#include <algorithm>

#include "catalog/service_access.hpp"

namespace stepgate::catalog {
namespace {

Json mapped_rows(const Json& direction, const store::FieldTable& fields, bool outgoing) {
  Json rows = Json::array();
  for (const auto& row : direction["rows"].items()) {
    const auto* field = fields.find(row["field"].as_string());
    const bool active = field != nullptr && row["active"].as_bool(true);
    // A declared outgoing field that is unmapped or switched off is sent empty; an incoming one is
    // never written.
    if (!active && !(outgoing && !direction["userDriven"].as_bool())) continue;
    auto type = flow::parse_data_type(row["dataType"].as_string()).value_or(flow::DataType::string);
    if (field != nullptr) type = field->type;
    rows.push(Json::object({{"key", row["key"].string_or(row["serviceAttribute"].as_string())},
                            {"field", active ? field->id : 0},
                            {"type", Json(to_string(type))},
                            {"required", row["required"].as_bool()}}));
  }
  return rows;
}

flow::DataType type_of(const Json& json) {
  return flow::parse_data_type(json.as_string()).value_or(flow::DataType::string);
}

}  // namespace

Json open_request(const store::ServiceRow& row) {
  Json discovery = row.discovery;
  if (discovery["security"].is_object()) discovery.set("security", scheme_of(row));
  return Json::object({{"id", row.id},
                       {"name", row.name},
                       {"url", row.url},
                       {"discovery", discovery},
                       {"definition", row.definition},
                       {"settings", row.configuration["settings"]}});
}

flow::Limits read_limits(const Json& configuration) {
  const auto& json = configuration["limits"];
  flow::Limits limits;
  const auto number = [&](const char* key, std::int64_t otherwise, std::int64_t low,
                          std::int64_t high) {
    return std::clamp(json[key].as_int(otherwise), low, high);
  };
  limits.chunk_people =
      static_cast<std::int32_t>(number("chunkPeople", limits.chunk_people, 1, 1000));
  limits.chunk_bytes = number("chunkBytes", limits.chunk_bytes, 1000, 64'000'000);
  limits.deadline = number("deadlineSeconds", limits.deadline / 1000, 1, 86'400) * 1000;
  limits.submit_timeout =
      number("submitTimeoutSeconds", limits.submit_timeout / 1000, 1, 86'400) * 1000;
  limits.max_attempts =
      static_cast<std::int32_t>(number("maxAttempts", limits.max_attempts, 1, 100));
  limits.retry_budget = number("retryBudgetSeconds", limits.retry_budget / 1000, 0, 86'400) * 1000;
  limits.concurrency =
      static_cast<std::int32_t>(number("concurrency", limits.concurrency, 1, 1024));
  limits.chunks_in_flight =
      static_cast<std::int32_t>(number("chunksInFlight", limits.chunks_in_flight, 1, 1'000'000));
  limits.window_requests = number("windowRequests", limits.window_requests, 0, 1'000'000'000);
  limits.window_people = number("windowPeople", limits.window_people, 0, 1'000'000'000);
  limits.window = number("windowSeconds", limits.window / 1000, 1, 86'400) * 1000;
  limits.breaker_failures =
      static_cast<std::int32_t>(number("breakerFailures", limits.breaker_failures, 0, 1'000'000));
  limits.idempotent = json["idempotent"].as_bool(limits.idempotent);
  limits.write_on_failure = json["writeOnFailure"].as_bool(limits.write_on_failure);
  return limits;
}

Json limits_json(const flow::Limits& limits) {
  return Json::object({{"chunkPeople", limits.chunk_people},
                       {"chunkBytes", limits.chunk_bytes},
                       {"deadlineSeconds", limits.deadline / 1000},
                       {"submitTimeoutSeconds", limits.submit_timeout / 1000},
                       {"maxAttempts", limits.max_attempts},
                       {"retryBudgetSeconds", limits.retry_budget / 1000},
                       {"concurrency", limits.concurrency},
                       {"chunksInFlight", limits.chunks_in_flight},
                       {"windowRequests", limits.window_requests},
                       {"windowPeople", limits.window_people},
                       {"windowSeconds", limits.window / 1000},
                       {"breakerFailures", limits.breaker_failures},
                       {"idempotent", limits.idempotent},
                       {"writeOnFailure", limits.write_on_failure}});
}

Json make_plan_json(const store::ServiceRow& row, const store::FieldTable& fields) {
  Json attributes = Json::array();
  for (const auto& attribute : row.definition["activityAttributes"].items())
    attributes.push(Json::object({{"name", attribute["name"]}, {"type", attribute["dataType"]}}));
  const auto& configuration = row.configuration;
  return Json::object({{"service", open_request(row)},
                       {"outgoing", mapped_rows(row.mapping["outgoing"], fields, true)},
                       {"incoming", mapped_rows(row.mapping["incoming"], fields, false)},
                       {"attributes", attributes},
                       {"primaryAttribute", row.definition["primaryAttribute"]},
                       {"limits", limits_json(read_limits(configuration))},
                       {"headers", configuration["headers"]},
                       {"globals", configuration["globals"]},
                       {"contexts", row.definition["contexts"]},
                       {"scheme", scheme_of(row)},
                       {"credential", row.credential},
                       {"withheld", !moved_places(row).empty()},
                       {"tls", configuration["tls"]},
                       {"auth", row.auth},
                       {"provider", row.provider}});
}

flow::PlanRef read_plan(const Json& json, flow::ServiceId service, std::int32_t version) {
  auto plan = std::make_shared<flow::Plan>();
  plan->service = service;
  plan->version = version;
  plan->service_name = json["service"]["name"].as_string();
  for (const auto& row : json["outgoing"].items())
    plan->outgoing.push_back({row["key"].as_string(),
                              static_cast<flow::FieldId>(row["field"].as_int()),
                              type_of(row["type"]), row["required"].as_bool()});
  for (const auto& row : json["incoming"].items())
    plan->incoming.push_back({row["key"].as_string(),
                              static_cast<flow::FieldId>(row["field"].as_int()),
                              type_of(row["type"])});
  for (const auto& row : json["attributes"].items())
    plan->attributes.push_back({row["name"].as_string(), type_of(row["type"])});
  plan->primary_attribute = json["primaryAttribute"].as_string();
  plan->limits = read_limits(json);
  return plan;
}

}  // namespace stepgate::catalog
