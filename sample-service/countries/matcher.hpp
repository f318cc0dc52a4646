#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "countries/table.hpp"

namespace countries {

enum class MatchedBy { kNone, kExact, kCode, kNormalised, kAlias };

std::string_view to_text(MatchedBy by);  // "exact", "code", "normalised", "alias", "none"

struct Match {
  const Country* country = nullptr;  // of the table, or null
  MatchedBy by = MatchedBy::kNone;
  int confidence = 0;  // in percent

  explicit operator bool() const { return country != nullptr; }
};

// Finds the country behind what a person typed. Immutable once built, so any thread may use it.
class Matcher {
 public:
  Matcher();

  // `name` is UTF-8. `region_hint`, a continent or an alpha-2 code, decides between countries of
  // the same name.
  Match find(std::string_view name, std::string_view region_hint = {}) const;

 private:
  using Candidates = std::vector<const Country*>;
  struct Entry {
    const Country* country;
    MatchedBy by;
    const Candidates* shared;  // null for a name of one country
  };

  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  void index_country(const Country& country);
  void index_shared(const SharedName& name);
  const Country* find_code(std::string_view code) const;

  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> by_key_;  // FoldedName::key()
  std::unordered_map<std::string_view, Entry> by_name_;                   // byte for byte
  std::unordered_map<std::string_view, const Country*> by_code_;          // upper case
  std::vector<std::unique_ptr<Candidates>> shared_;
};

// Calls `use` with each name of a list like Country::aliases.
template <class Use>
void for_each_name(std::string_view names, char separator, Use use) {
  while (!names.empty()) {
    const auto end = names.find(separator);
    use(names.substr(0, end));
    names = end == std::string_view::npos ? std::string_view() : names.substr(end + 1);
  }
}

}  // namespace countries
