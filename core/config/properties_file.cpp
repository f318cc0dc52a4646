#include "config/properties_file.hpp"

#include <Poco/AutoPtr.h>
#include <Poco/Util/PropertyFileConfiguration.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "base/error.hpp"
#include "base/text.hpp"

namespace stepgate::config {
namespace {

constexpr std::size_t kMaxBytes = 1 << 20;

Error trouble(std::string code, const std::string& name, int line, std::string fact,
              std::string remedy) {
  return Error(ErrorKind::malformed, std::move(code), name + " line " + std::to_string(line),
               std::move(fact), std::move(remedy));
}

/// Where each key stands: Poco keeps only the last value and no line.
struct Place {
  std::string key;
  int line = 0;
};

std::vector<Place> places(std::string_view text, const std::string& name) {
  std::vector<Place> found;
  std::map<std::string, int> first_line;
  int line = 0;
  bool continued = false;
  for (const auto& raw : split(text, '\n')) {
    ++line;
    std::string_view rest = trim(raw);
    const bool was_continued = continued;
    continued = rest.ends_with('\\') && !rest.ends_with("\\\\") &&
                (was_continued || (!rest.empty() && rest[0] != '#' && rest[0] != '!'));
    if (was_continued || rest.empty() || rest[0] == '#' || rest[0] == '!') continue;
    const auto end = rest.find_first_of("=:");
    const std::string key(trim(rest.substr(0, end)));
    if (end == std::string_view::npos)
      throw trouble("CONFIG_NO_VALUE", name, line, "'" + key + "' has no value",
                    "Write " + key + " = VALUE, or put # in front of the line.");
    if (key.empty())
      throw trouble("CONFIG_NO_KEY", name, line, "a value without a key", "Write KEY = VALUE.");
    const auto [it, fresh] = first_line.emplace(key, line);
    if (!fresh)
      throw trouble("CONFIG_DUPLICATE_KEY", name, line,
                    "'" + key + "' is set again; it is set in line " + std::to_string(it->second) +
                        " already",
                    "Leave one of the two.");
    found.push_back({key, line});
  }
  return found;
}

}  // namespace

std::vector<Property> parse_properties(std::string_view text, const std::string& name) {
  std::vector<Property> all;
  std::istringstream stream{std::string(text)};
  const Poco::AutoPtr<Poco::Util::PropertyFileConfiguration> values(
      new Poco::Util::PropertyFileConfiguration(stream));
  for (auto& place : places(text, name))
    all.push_back({place.key, values->getRawString(place.key, ""), place.line});
  return all;
}

std::vector<Property> read_properties(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text;
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) in.setstate(std::ios::failbit);
  if (in) text.assign(std::istreambuf_iterator<char>(in), {});
  if (!in)
    throw Error(ErrorKind::malformed, "CONFIG_UNREADABLE", file,
                "the configuration file can't be read",
                "Name an existing file with --config=FILE that this user may read.");
  if (text.size() > kMaxBytes || text.find('\0') != std::string::npos)
    throw Error(ErrorKind::malformed, "CONFIG_UNREADABLE", file, "this is no properties file",
                "Start from config/stepgated.properties.");
  return parse_properties(text, file);
}

}  // namespace stepgate::config
