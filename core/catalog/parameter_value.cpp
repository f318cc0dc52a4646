#include "catalog/parameter_value.hpp"

#include <optional>

#include "base/text.hpp"
#include "flow/coerce.hpp"

namespace stepgate::catalog {
namespace {

flow::RawValue raw_of(const Json& value) {
  flow::RawValue raw;
  using Kind = flow::RawValue::Kind;
  switch (value.type()) {
    case Json::Type::boolean:
      raw.kind = Kind::boolean;
      raw.integer = value.as_bool();
      break;
    case Json::Type::integer:
      raw.kind = Kind::integer;
      raw.integer = value.as_int();
      break;
    case Json::Type::real:
      raw.kind = Kind::real;
      raw.real = value.as_double();
      break;
    case Json::Type::string:
      raw.kind = Kind::string;
      raw.text = value.as_string();
      break;
    case Json::Type::null:
      raw.kind = Kind::null;
      break;
    case Json::Type::array:
    case Json::Type::object:
    case Json::Type::bad:
      raw.kind = Kind::json;
      break;
  }
  return raw;
}

/// The value in the outgoing form of its type; null when it is unset, nothing when it does not fit.
std::optional<Json> typed(flow::DataType type, const Json& value) {
  if (value.is_null() || (value.is_string() && value.as_string().empty())) return Json();
  std::string scratch;
  const auto coerced = flow::coerce(type, raw_of(value), scratch);
  if (!coerced.refused.empty()) return std::nullopt;
  switch (coerced.cell.kind) {
    case flow::Cell::Kind::integer:
      return type == flow::DataType::boolean ? Json(coerced.cell.integer != 0)
                                             : Json(coerced.cell.integer);
    case flow::Cell::Kind::add:
      return Json(coerced.cell.integer);
    case flow::Cell::Kind::real:
      return Json(coerced.cell.real);
    case flow::Cell::Kind::text:
      return Json(std::string(coerced.text));
    case flow::Cell::Kind::keep:
    case flow::Cell::Kind::null:
      break;
  }
  return Json();
}

std::string choices_text(const Json& choices) {
  std::vector<std::string> values;
  for (const auto& choice : choices.items())
    if (values.size() < 10)
      values.push_back(choice["value"].is_string() ? choice["value"].as_string()
                                                   : choice["value"].dump());
  return join(values, ", ") + (choices.size() > 10 ? ", ..." : "");
}

/// The choice that was meant: by submitted value, else by a display value.
const Json* choice_of(const Json& choices, const Json& value) {
  for (const auto& choice : choices.items()) {
    if (choice["value"] == value) return &choice["value"];
    if (value.is_string() && !choice["value"].is_string() &&
        choice["value"].dump() == value.as_string())
      return &choice["value"];
  }
  for (const auto& choice : choices.items())
    for (const auto& [locale, text] : choice["display"].members())
      if (value.is_string() && iequals(text.as_string(), value.as_string()))
        return &choice["value"];
  return nullptr;
}

/// A value as an error names it.
std::string shown(const Json& given) {
  return given.is_string() ? "'" + given.as_string() + "'" : given.dump();
}

}  // namespace

Json parameter_problem(const char* code, const std::string& name, const std::string& message,
                       const std::string& remedy) {
  return Json::object(
      {{"code", code}, {"parameter", name}, {"message", message}, {"remedy", remedy}});
}

bool is_unset(const Json& value) {
  return value.is_null() || (value.is_string() && value.as_string().empty());
}

Json as_marked(Json attribute, const Json& required) {
  if (required[attribute["name"].as_string()].as_bool()) attribute.set("required", true);
  return attribute;
}

Json checked_value(const Json& attribute, const Json& choices, const Json& given, Json& problems) {
  const auto& name = attribute["name"].as_string();
  const auto& type_name = attribute["dataType"].as_string();
  const auto type = flow::parse_data_type(type_name).value_or(flow::DataType::string);
  const bool listed = attribute["hasPicklist"].as_bool() && choices.size() > 0;
  auto value = typed(type, given);
  if (!value) {
    problems.push(
        parameter_problem("PARAMETER_TYPE", name,
                          shown(given) + " is not of type " + type_name + ", as '" + name + "' is",
                          "Give a value of type " + type_name + "."));
    return {};
  }
  if (value->is_null() && attribute["required"].as_bool())
    problems.push(parameter_problem("PARAMETER_REQUIRED", name, "'" + name + "' is required",
                                    "Give it a value."));
  if (value->is_null() || !listed) return *value;
  if (const auto* choice = choice_of(choices, given)) return *choice;
  if (attribute["enforcePicklist"].as_bool())
    problems.push(parameter_problem("PARAMETER_NOT_A_CHOICE", name,
                                    shown(given) + " is not one of the choices of '" + name + "'",
                                    "Choose one of: " + choices_text(choices) + "."));
  return *value;
}

}  // namespace stepgate::catalog
