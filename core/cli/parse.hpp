// Words of a command line, read against the declared verbs.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options.hpp"

namespace stepgate::cli {

struct Parsed {
  const Verb* verb = nullptr;  ///< nullptr: only help or version was asked for
  std::string help_group;      ///< help for all verbs of it
  bool help = false;
  bool version = false;
  std::vector<std::string> arguments;
  std::map<std::string, std::vector<std::string>> flags;

  bool has(const std::string& flag) const { return flags.contains(flag); }
  /// The last one given, or empty.
  std::string value(const std::string& flag) const;
  const std::vector<std::string>& values(const std::string& flag) const;
};

/// Global flags may stand anywhere; `--` ends flags. Throws Failure (exit 2) for what is not
/// declared, with the nearest word that is.
Parsed parse(const std::vector<std::string>& words);

}  // namespace stepgate::cli
