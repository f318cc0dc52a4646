// What `stepgate check` is asked to do, and where it speaks while it works.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"

namespace stepgate::check {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Options {
  std::string url;      ///< of the service's OpenAPI document
  bool submit = true;   ///< false: nothing acts for real
  bool load = false;    ///< one more chunk, of 1000 people
  bool strict = false;  ///< a warning makes the verdict fail
  bool no_credentials = false;
  bool tls = false;  ///< the callback URL is an https one
  Json inputs =
      Json::object();  ///< of the credential, by the strategy's names: apiKey, username ...
  /// How the service is reached, as the API takes it: credentialParameter, tls.
  Json access = Json::object();
  Pairs parameters, globals, headers;
  std::string people_file;                      ///< empty: the built-in people
  std::vector<std::string> incoming, outgoing;  ///< host API names, for user-driven mapping
  std::int64_t deadline_seconds = 60;           ///< for the callback of the first chunk
  std::string listen = "127.0.0.1:0", public_url;
  std::string plugin_directories;  ///< comma separated; empty: the installed ones
  std::string installed_plugins, user;
};

/// Called on the checking thread, but for `trace`, which any thread may call, one at a time.
struct Hooks {
  std::function<void(const std::string&)> say;    ///< one line for people
  std::function<void(const std::string&)> trace;  ///< empty: not wanted
  std::function<bool()> interrupted;              ///< empty: never
};

}  // namespace stepgate::check
