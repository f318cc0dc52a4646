// Every setting of the daemon, declared once: key, type, default, help. The reference file,
// --print-config, --help and the check of an operator's file all come from here.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stepgate::config {

enum class Type : std::uint8_t {
  text,
  integer,  ///< min .. max
  boolean,  ///< true | false
  choice,   ///< one of values
  listen,   ///< host:port; port 0 takes a free one
  url,      ///< http(s), or empty
  path,     ///< file or directory; relative ones count from the data directory
  list      ///< comma separated texts
};

struct Setting {
  std::string_view key;
  Type type;
  std::string_view fallback;  ///< the default, as it stands in a file
  std::string_view help;      ///< one or more sentences
  std::int64_t min = 0, max = 0;
  std::vector<std::string_view> values = {};
  bool secret = false;  ///< masked wherever it is shown
};

/// In the order of the reference file.
const std::vector<Setting>& declared();
const Setting* find_declared(std::string_view key);
/// Keys that are not ours: Poco's logging (`logging.*`) is left to Poco; `plugin.<component>.<key>`
/// is checked when the component is loaded.
bool is_delegated(std::string_view key);

}  // namespace stepgate::config
