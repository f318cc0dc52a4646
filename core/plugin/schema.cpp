#include "plugin/schema.hpp"

#include <optional>

#include "base/error.hpp"
#include "plugin/refusal.hpp"

namespace stepgate::plugin {
namespace {

constexpr std::size_t kMaxSettings = 200;

[[noreturn]] void refuse(std::string_view component, const std::string& fact) {
  throw Refuse{Refusal::component_invalid,
               "component " + std::string(component) + ": settings_schema " + fact,
               "ask the vendor of the plugin"};
}

std::optional<SettingType> parse_type(const std::string& name) {
  if (name == "string") return SettingType::string;
  if (name == "integer") return SettingType::integer;
  if (name == "boolean") return SettingType::boolean;
  if (name == "number") return SettingType::number;
  return std::nullopt;
}

bool fits(const Json& value, SettingType type) {
  switch (type) {
    case SettingType::string:
      return value.is_string();
    case SettingType::integer:
      return value.is_int();
    case SettingType::boolean:
      return value.is_bool();
    case SettingType::number:
      return value.is_number();
  }
  return false;
}

SettingSchema parse_one(std::string_view component, const std::string& key, const Json& json) {
  const std::string where = "'" + key + "' ";
  if (key.empty() || !json.is_object()) refuse(component, where + "is not described by an object");
  const auto type = parse_type(json["type"].as_string());
  if (!type) refuse(component, where + "has no type of string, integer, boolean, number");
  SettingSchema schema{.key = key,
                       .type = *type,
                       .required = json["required"].as_bool(),
                       .standard = json["default"],
                       .minimum = json["minimum"],
                       .maximum = json["maximum"],
                       .values = {},
                       .help = json["help"].as_string()};
  if (!schema.standard.is_null() && !fits(schema.standard, *type)) {
    refuse(component, where + "has a default that is no " + std::string(to_string(*type)));
  }
  for (const Json* bound : {&schema.minimum, &schema.maximum}) {
    if (!bound->is_null() && !bound->is_number())
      refuse(component, where + "has a bound that is no number");
  }
  for (const Json& value : json["values"].items()) {
    if (!value.is_string()) refuse(component, where + "allows a value that is no string");
    schema.values.push_back(value.as_string());
  }
  return schema;
}

Json parse_text(std::string_view component, std::string_view json) {
  try {
    return Json::parse(json.empty() ? std::string_view("{}") : json, {.max_bytes = 1u << 20});
  } catch (const Error& error) {
    refuse(component, "is not JSON: " + error.fact());
  }
}

}  // namespace

std::string_view to_string(SettingType type) noexcept {
  switch (type) {
    case SettingType::string:
      return "string";
    case SettingType::integer:
      return "integer";
    case SettingType::boolean:
      return "boolean";
    case SettingType::number:
      return "number";
  }
  return "string";
}

std::vector<SettingSchema> parse_schema(std::string_view component, std::string_view json) {
  const Json parsed = parse_text(component, json);
  if (!parsed.is_object()) refuse(component, "is not an object");
  if (parsed.size() > kMaxSettings) refuse(component, "declares more than 200 settings");
  std::vector<SettingSchema> all;
  for (const auto& [key, value] : parsed.members()) {
    all.push_back(parse_one(component, key, value));
  }
  return all;
}

}  // namespace stepgate::plugin
