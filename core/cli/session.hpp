// What a verb gets to work with.
#pragma once
#include "cli/api_client.hpp"
#include "cli/console.hpp"
#include "cli/parse.hpp"

namespace stepgate::cli {

class Session {
 public:
  Session(const Parsed& parsed, Console& console, ApiClient* api)
      : parsed_(parsed), console_(console), api_(api) {}

  const Console& console() const noexcept { return console_; }
  ApiClient& api() const noexcept { return *api_; }
  bool json() const noexcept { return console_.json(); }

  const std::string& argument(std::size_t i) const { return parsed_.arguments[i]; }
  std::string argument_or(std::size_t i, const std::string& otherwise) const {
    return i < parsed_.arguments.size() ? parsed_.arguments[i] : otherwise;
  }
  bool has(const std::string& flag) const { return parsed_.has(flag); }
  std::string value(const std::string& flag) const { return parsed_.value(flag); }
  const std::vector<std::string>& values(const std::string& flag) const {
    return parsed_.values(flag);
  }
  /// A whole number from `least` up. Throws Failure (exit 2).
  std::int64_t number(const std::string& flag, std::int64_t otherwise, std::int64_t least) const;

  /// The answer as it came; true when that is all that was asked for.
  bool gave_json(const Json& answer) const;

 private:
  const Parsed& parsed_;
  Console& console_;
  ApiClient* api_;  // nullptr for verbs that are offline
};

}  // namespace stepgate::cli
