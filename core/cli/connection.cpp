#include "cli/connection.hpp"

#include <fstream>
#include <iterator>
#include <vector>

#include "base/json.hpp"
#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/token_file.hpp"
#include "http/url.hpp"

namespace stepgate::cli {
namespace {

constexpr const char* kDefaultUrl = "http://127.0.0.1:7410";

/// Where a daemon of this machine keeps its data, most likely first.
std::vector<std::string> data_directories(const Surroundings& surroundings) {
  std::vector<std::string> found;
  if (const auto named = surroundings.env("STEPGATE_DATA"); !named.empty()) return {named};
  found.emplace_back("/var/lib/stepgate");
  if (const auto state = surroundings.env("XDG_STATE_HOME"); !state.empty())
    found.push_back(state + "/stepgate");
  else if (const auto home = surroundings.env("HOME"); !home.empty())
    found.push_back(home + "/.local/state/stepgate");
  return found;
}

/// The daemon's note of where it listens, or empty.
std::string noted_url(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text;
  char c = 0;
  while (text.size() < 4096 && stream.get(c)) text += c;
  try {
    return Json::parse(text)["url"].as_string();
  } catch (const Error&) {
    return {};
  }
}

void find_url(const Parsed& parsed, const Surroundings& surroundings, Connection& connection) {
  if (parsed.has("url")) {
    connection = {parsed.value("url"), "--url", ""};
  } else if (auto url = surroundings.env("STEPGATE_URL"); !url.empty()) {
    connection = {url, "STEPGATE_URL", ""};
  } else {
    connection = {kDefaultUrl, "the default", ""};
    for (const auto& directory : data_directories(surroundings)) {
      const auto file = directory + "/stepgated.json";
      if (auto noted = noted_url(file); !noted.empty()) {
        connection = {noted, file, ""};
        break;
      }
    }
  }
  std::string why;
  const auto url = http::Url::parse(connection.url, &why);
  if (!url)
    throw Failure::usage(connection.url_source, "'" + connection.url + "' is no URL: " + why,
                         "Give the host's, like http://127.0.0.1:7410.");
  connection.url = url->str();
  while (connection.url.ends_with('/')) connection.url.pop_back();
}

std::string find_token_file(const Parsed& parsed, const Surroundings& surroundings) {
  if (parsed.has("token-file")) return parsed.value("token-file");
  if (auto named = surroundings.env("STEPGATE_TOKEN_FILE"); !named.empty()) return named;
  const auto directories = data_directories(surroundings);
  for (const auto& directory : directories)
    if (may_exist(directory + "/admin.token")) return directory + "/admin.token";
  throw Failure(kUnauthorized, "TOKEN_FILE_MISSING", "the admin token",
                "there is none in " + join(directories, " or "),
                "The daemon writes admin.token into its data directory when it starts: start "
                "stepgated, or name the file with --token-file or STEPGATE_TOKEN_FILE.");
}

}  // namespace

Connection find_connection(const Parsed& parsed, const Console& console) {
  Connection connection;
  find_url(parsed, console.surroundings(), connection);
  const auto file = find_token_file(parsed, console.surroundings());
  connection.token = read_token_file(file);
  if (!parsed.has("token-file")) console.note("using the admin token in " + file);
  const auto url = http::Url::parse(connection.url);
  if (url && !url->secure() && !url->is_loopback())
    console.note("the admin token travels to " + url->host + " unencrypted; use an https URL");
  return connection;
}

}  // namespace stepgate::cli
