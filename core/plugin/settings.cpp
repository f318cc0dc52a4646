#include "plugin/settings.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "plugin/refusal.hpp"

namespace stepgate::plugin {
namespace {

struct Property {
  std::string name;  ///< "plugin.component.key"
  [[noreturn]] void refuse(const std::string& fact, const std::string& remedy) const {
    throw Refuse{Refusal::settings_invalid, name + ": " + fact, remedy};
  }
};

Property property(std::string_view component, std::string_view key) {
  return {"plugin." + std::string(component) + "." + std::string(key)};
}

void check_unknown(std::string_view component, const std::vector<SettingSchema>& schema,
                   const SettingTexts& given) {
  std::vector<std::string> known;
  for (const auto& one : schema) known.push_back(one.key);
  for (const auto& [key, value] : given) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string near = nearest(key, known);
    const std::string remedy =
        !near.empty()   ? "did you mean plugin." + std::string(component) + "." + near + "?"
        : known.empty() ? "remove it: the component has no settings"
                        : "remove it, or use one of: " + join(known, ", ");
    property(component, key).refuse("is no setting of the component", remedy);
  }
}

Json parse_boolean(const Property& name, const std::string& text) {
  const std::string word = to_lower(trim(text));
  if (word == "true" || word == "yes" || word == "on" || word == "1") return true;
  if (word == "false" || word == "no" || word == "off" || word == "0") return false;
  name.refuse("is '" + text + "', not a boolean", "set it to true or false");
}

Json parse_value(const Property& name, const SettingSchema& schema, const std::string& text) {
  switch (schema.type) {
    case SettingType::string:
      return text;
    case SettingType::boolean:
      return parse_boolean(name, text);
    case SettingType::integer:
      if (const auto value = parse_int(trim(text))) return *value;
      break;
    case SettingType::number:
      if (const auto value = parse_double(trim(text))) return *value;
      break;
  }
  name.refuse("is '" + text + "', not a number of type " + std::string(to_string(schema.type)),
              "set it to a number");
}

void check_bounds(const Property& name, const SettingSchema& schema, const Json& value) {
  if (value.is_number()) {
    if (!schema.minimum.is_null() && value.as_double() < schema.minimum.as_double()) {
      name.refuse("is " + value.dump() + ", below the minimum",
                  "set it to " + schema.minimum.dump() + " or more");
    }
    if (!schema.maximum.is_null() && value.as_double() > schema.maximum.as_double()) {
      name.refuse("is " + value.dump() + ", above the maximum",
                  "set it to " + schema.maximum.dump() + " or less");
    }
  }
  const auto& allowed = schema.values;
  if (value.is_string() && !allowed.empty() &&
      std::find(allowed.begin(), allowed.end(), value.as_string()) == allowed.end()) {
    name.refuse("is '" + value.as_string() + "', which is none of its values",
                "set it to one of: " + join(allowed, ", "));
  }
}

}  // namespace

Json check_settings(std::string_view component, const std::vector<SettingSchema>& schema,
                    const SettingTexts& given) {
  check_unknown(component, schema, given);
  Json all = Json::object();
  for (const SettingSchema& one : schema) {
    const Property name = property(component, one.key);
    const auto found = given.find(one.key);
    if (found != given.end()) {
      Json value = parse_value(name, one, found->second);
      check_bounds(name, one, value);
      all.set(one.key, std::move(value));
    } else if (!one.standard.is_null()) {
      all.set(one.key, one.standard);
    } else if (one.required) {
      name.refuse("is missing and has no default",
                  "set it" + (one.help.empty() ? "" : ": " + one.help));
    }
  }
  return all;
}

}  // namespace stepgate::plugin
