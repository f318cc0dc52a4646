#include "config/settings.hpp"

#include <algorithm>
#include <filesystem>

#include "base/error.hpp"
#include "base/text.hpp"
#include "config/declared.hpp"

namespace stepgate::config {
namespace {

std::string type_text(const Setting& setting) {
  switch (setting.type) {
    case Type::integer:
      return "a whole number from " + std::to_string(setting.min) + " to " +
             std::to_string(setting.max);
    case Type::boolean:
      return "true or false";
    case Type::choice: {
      std::vector<std::string> values(setting.values.begin(), setting.values.end());
      return "one of " + join(values, ", ");
    }
    case Type::listen:
      return "HOST:PORT, for example 127.0.0.1:7410 or [::1]:7410";
    case Type::url:
      return "an http or https URL";
    case Type::text:
    case Type::path:
      return setting.fallback.empty() ? "a path" : "a path that is not empty";
    case Type::list:
      break;
  }
  return "text";
}

bool parse_listen(std::string_view text, Listen& out) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return false;
  auto host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']'))
    host = host.substr(1, host.size() - 2);
  else if (host.find(':') != std::string_view::npos)
    return false;
  const auto port = parse_int(text.substr(colon + 1));
  if (host.empty() || !port || *port < 0 || *port > 65535) return false;
  out = {std::string(host), static_cast<std::uint16_t>(*port)};
  return true;
}

bool fits(const Setting& setting, const std::string& value) {
  Listen listen;
  switch (setting.type) {
    case Type::integer: {
      const auto number = parse_int(value);
      return number && *number >= setting.min && *number <= setting.max;
    }
    case Type::boolean:
      return value == "true" || value == "false";
    case Type::choice:
      return std::find(setting.values.begin(), setting.values.end(), value) != setting.values.end();
    case Type::listen:
      return parse_listen(value, listen);
    case Type::url:
      return value.empty() || starts_with_i(value, "http://") || starts_with_i(value, "https://");
    case Type::text:
    case Type::path:
      // Empty stands for "none" only where that is the default.
      return setting.fallback.empty() || !value.empty();
    case Type::list:
      break;
  }
  return true;
}

Error unknown_key(const std::string& where, const std::string& key) {
  std::vector<std::string> keys;
  for (const auto& setting : declared()) keys.emplace_back(setting.key);
  const auto near = nearest(key, keys);
  return Error(ErrorKind::invalid, "CONFIG_UNKNOWN_KEY", where, "there is no setting '" + key + "'",
               near.empty()
                   ? "stepgated --print-config lists every key."
                   : "Did you mean " + near + "? stepgated --print-config lists every key.");
}

}  // namespace

Settings Settings::load(const std::string& file, const std::vector<Property>& overrides,
                        Surroundings surroundings) {
  Settings settings;
  settings.file_ = file;
  settings.working_directory_ = surroundings.working_directory;
  const auto expand = [&](std::string text) {
    text = replace_all(text, "${system.installed}", surroundings.installed_plugins);
    return replace_all(text, "${system.user}", surroundings.user);
  };
  for (const auto& setting : declared())
    settings.values_[std::string(setting.key)] = {expand(std::string(setting.fallback)), "default"};
  const auto take = [&](const Property& property, const std::string& where,
                        const std::string& source) {
    if (is_delegated(property.key)) {
      settings.delegated_.push_back(property);
      return;
    }
    const auto* setting = find_declared(property.key);
    if (!setting) throw unknown_key(where, property.key);
    const auto value = setting->type == Type::path ? std::string(trim(expand(property.value)))
                                                   : expand(property.value);
    if (!fits(*setting, value))
      throw Error(ErrorKind::invalid, "CONFIG_BAD_VALUE", where,
                  property.key + " = " + (setting->secret ? "***" : value) + " is not " +
                      type_text(*setting),
                  "Write " + type_text(*setting) + "; the default is '" +
                      std::string(setting->fallback) + "'.");
    settings.values_[property.key] = {value, source};
  };
  if (!file.empty())
    for (const auto& property : read_properties(file))
      take(property, file + " line " + std::to_string(property.line),
           "line " + std::to_string(property.line));
  for (const auto& property : overrides) take(property, "the command line", "command line");
  return settings;
}

const Settings::Value& Settings::at(std::string_view key) const {
  const auto found = values_.find(key);
  if (found == values_.end())
    throw Error(ErrorKind::internal, "CONFIG_UNDECLARED", std::string(key),
                "is asked for but not declared");
  return found->second;
}

std::string Settings::text(std::string_view key) const { return at(key).text; }
std::int64_t Settings::integer(std::string_view key) const {
  return parse_int(at(key).text).value_or(0);
}
bool Settings::boolean(std::string_view key) const { return at(key).text == "true"; }
std::string Settings::source(std::string_view key) const { return at(key).source; }

Listen Settings::listen(std::string_view key) const {
  Listen listen;
  parse_listen(at(key).text, listen);
  return listen;
}

std::vector<std::string> Settings::list(std::string_view key) const {
  std::vector<std::string> items;
  for (const auto& item : split(at(key).text, ','))
    if (const auto text = trim(item); !text.empty()) items.emplace_back(text);
  return items;
}

std::string Settings::path(std::string_view key) const {
  const std::filesystem::path path = at(key).text;
  if (path.empty()) return {};
  // An absolute path on the right of / stands for itself.
  const std::filesystem::path base(key == "data.directory" ? working_directory_
                                                           : this->path("data.directory"));
  return std::filesystem::absolute(base / path).lexically_normal().string();
}

std::string Settings::print() const {
  std::string out;
  for (const auto& setting : declared()) {
    const auto& value = at(setting.key);
    out += "# " + std::string(setting.help) + "\n# from: " + value.source + "\n";
    out += std::string(setting.key) + " = " +
           (setting.secret && !value.text.empty() ? "***" : value.text) + "\n\n";
  }
  for (const auto& property : delegated_) {
    // What a plugin's setting means is the plugin's to say: it may be a secret.
    const bool shown = !property.key.starts_with("plugin.");
    out += "# from: line " + std::to_string(property.line) + "\n" + property.key + " = " +
           (shown ? property.value : "***") + "\n";
  }
  return out;
}

}  // namespace stepgate::config
