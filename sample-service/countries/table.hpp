#pragma once

#include <span>
#include <string_view>

namespace countries {

struct Country {
  std::string_view alpha2;
  std::string_view alpha3;
  std::string_view numeric;  // three digits, as text
  std::string_view name;     // the English name that is given back
  std::string_view continent;
  std::string_view official;  // names of ISO 3166-1, separated by '|', the first one is `name`
  std::string_view aliases;   // other names, separated by '|'
};

// A name that several countries go by ("Congo"); `codes` are alpha-2 codes separated by a space,
// best first.
struct SharedName {
  std::string_view name;
  std::string_view codes;
};

std::span<const Country> all_countries();  // sorted by alpha-2 code
std::span<const SharedName> shared_names();

}  // namespace countries
