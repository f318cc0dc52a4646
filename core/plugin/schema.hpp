// The settings that a component declares (ABI.md, "settings").
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace stepgate::plugin {

enum class SettingType : unsigned char { string, integer, boolean, number };
std::string_view to_string(SettingType type) noexcept;

struct SettingSchema {
  std::string key;
  SettingType type = SettingType::string;
  bool required = false;
  Json standard;  ///< "default"; null: none
  Json minimum, maximum;
  std::vector<std::string> values;  ///< when not empty: the only ones that are allowed
  std::string help;
};

/// Throws Refuse (COMPONENT_INVALID) that names component, key and fault.
std::vector<SettingSchema> parse_schema(std::string_view component, std::string_view json);

}  // namespace stepgate::plugin
