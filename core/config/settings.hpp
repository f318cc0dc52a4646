// The values in force: declared defaults, the operator's file, and what the command line overrides.
// Immutable once loaded.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/properties_file.hpp"

namespace stepgate::config {

struct Listen {
  std::string host;
  std::uint16_t port = 0;
};

class Settings {
 public:
  /// What a default may refer to.
  struct Surroundings {
    std::string installed_plugins;  ///< ${system.installed}
    std::string user;               ///< ${system.user}
    std::string
        working_directory;  ///< where a relative data.directory begins; empty: the process's
  };

  /// `file` empty: defaults only. `overrides`: KEY=VALUE of the command line. Throws Error:
  /// CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE and those of read_properties; each names file, line, key
  /// and remedy.
  static Settings load(const std::string& file, const std::vector<Property>& overrides,
                       Surroundings surroundings);

  std::string text(std::string_view key) const;
  std::int64_t integer(std::string_view key) const;
  bool boolean(std::string_view key) const;
  Listen listen(std::string_view key) const;
  std::vector<std::string> list(std::string_view key) const;
  /// Absolute: relative ones count from data.directory; empty stays empty.
  std::string path(std::string_view key) const;

  /// "default", "file:12" or "command line".
  std::string source(std::string_view key) const;
  /// Keys that others check: logging.*, plugin.*, as they stand.
  const std::vector<Property>& delegated() const noexcept { return delegated_; }
  const std::string& file() const noexcept { return file_; }

  /// Every key with value, source and help; secrets masked. For --print-config.
  std::string print() const;

 private:
  struct Value {
    std::string text, source;
  };
  const Value& at(std::string_view key) const;
  std::map<std::string, Value, std::less<>> values_;
  std::vector<Property> delegated_;
  std::string file_, working_directory_;
};

}  // namespace stepgate::config
