// plugin.<component>.<key> = value: texts of the properties file, checked against what the
// component declares.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "plugin/schema.hpp"

namespace stepgate::plugin {

/// Key to text, of one component.
using SettingTexts = std::map<std::string, std::string, std::less<>>;

/// The component's settings with defaults filled in. Throws Refuse (SETTINGS_INVALID) that names
/// the property and the remedy.
Json check_settings(std::string_view component, const std::vector<SettingSchema>& schema,
                    const SettingTexts& given);

}  // namespace stepgate::plugin
