#include "cli/values.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <istream>

#include "base/text.hpp"
#include "cli/failure.hpp"

namespace stepgate::cli {

std::int64_t Session::number(const std::string& flag, std::int64_t otherwise,
                             std::int64_t least) const {
  if (!has(flag)) return otherwise;
  const auto given = parse_int(value(flag));
  if (!given || *given < least)
    throw Failure::usage("--" + flag, "'" + value(flag) + "' is no whole number",
                         "Give one from " + std::to_string(least) + " up.");
  return *given;
}

bool Session::gave_json(const Json& answer) const {
  if (!json()) return false;
  console().out() << answer.dump() << '\n' << std::flush;
  return true;
}

std::pair<std::string, std::string> pair_of(const std::string& text, const std::string& flag) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    throw Failure::usage("--" + flag, "'" + text + "' is no NAME=VALUE", "Put a = between them.");
  return {text.substr(0, equals), text.substr(equals + 1)};
}

Json typed_value(const std::string& text, const std::string& data_type) {
  if (data_type == "boolean") {
    if (iequals(text, "true") || iequals(text, "yes")) return true;
    if (iequals(text, "false") || iequals(text, "no")) return false;
  } else if (data_type == "integer" || data_type == "score") {
    if (const auto number = parse_int(text)) return *number;
  } else if (data_type == "float") {
    if (const auto number = parse_double(text)) return *number;
  }
  return text;
}

Json typed_pairs(const Session& session, const std::string& flag, const Json& attributes) {
  Json pairs = Json::object();
  for (const auto& text : session.values(flag)) {
    const auto [name, value] = pair_of(text, flag);
    std::string type;
    for (const auto& attribute : attributes.items())
      if (attribute["name"].as_string() == name) type = attribute["dataType"].as_string();
    pairs.set(name, typed_value(value, type));
  }
  return pairs;
}

void add_query(Query& query, const Session& session, const std::string& flag,
               const std::string& parameter) {
  if (session.has(flag)) query.emplace_back(parameter, session.value(flag));
}

Json ids_of_file(const std::string& path, Surroundings& surroundings) {
  std::ifstream file;
  if (path != "-") {
    file.open(path);
    if (!file)
      throw Failure::usage("--ids", path + " can't be read: " + std::strerror(errno),
                           "Name a file with one id a line, or - for stdin.");
  }
  std::istream& stream = path == "-" ? *surroundings.in : file;
  Json ids = Json::array();
  std::string line;
  for (std::size_t number = 1; std::getline(stream, line); ++number) {
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (number == 1 && line.starts_with(kByteOrderMark)) line.erase(0, kByteOrderMark.size());
    const auto text = trim(line);
    if (text.empty()) continue;
    const auto id = parse_int(text);
    if (!id || *id <= 0)
      throw Failure::usage("--ids",
                           path + " line " + std::to_string(number) + ": '" +
                               std::string(cut_utf8(text, 60)) + "' is no id",
                           "One id of a person a line.");
    ids.push(*id);
  }
  return ids;
}

}  // namespace stepgate::cli
