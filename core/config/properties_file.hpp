// A properties file as an operator wrote it, key by key with its line. Values go through Poco,
// whose grammar this follows; what Poco swallows in silence (a key that is there twice) is seen
// here.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace stepgate::config {

struct Property {
  std::string key, value;
  int line = 0;  ///< 1, 2, ...
};

/// In the order of the file. Throws Error (malformed): CONFIG_UNREADABLE, CONFIG_DUPLICATE_KEY,
/// CONFIG_NO_VALUE.
std::vector<Property> read_properties(const std::string& file);
/// As above, of a text; `name` is used in errors.
std::vector<Property> parse_properties(std::string_view text, const std::string& name);

}  // namespace stepgate::config
