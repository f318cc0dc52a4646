#include "countries/matcher.hpp"

#include <algorithm>
#include <array>

#include "countries/fold.hpp"

namespace countries {
namespace {

constexpr int kUndecided = 60;
constexpr int kDecidedByHint = 85;

int confidence_of(MatchedBy by) {
  switch (by) {
    case MatchedBy::kExact:
    case MatchedBy::kCode:
      return 100;
    case MatchedBy::kNormalised:
      return 95;
    case MatchedBy::kAlias:
      return 90;
    case MatchedBy::kNone:
      break;
  }
  return 0;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

Match among(std::span<const Country* const> candidates, MatchedBy by, std::string_view hint) {
  for (const Country* country : candidates) {
    if (!hint.empty() && (hint == country->continent || hint == country->alpha2)) {
      return {country, by, kDecidedByHint};
    }
  }
  return {candidates.front(), by, kUndecided};
}

}  // namespace

std::string_view to_text(MatchedBy by) {
  switch (by) {
    case MatchedBy::kExact:
      return "exact";
    case MatchedBy::kCode:
      return "code";
    case MatchedBy::kNormalised:
      return "normalised";
    case MatchedBy::kAlias:
      return "alias";
    case MatchedBy::kNone:
      break;
  }
  return "none";
}

Matcher::Matcher() {
  for (const Country& country : all_countries()) index_country(country);
  for (const SharedName& name : shared_names()) index_shared(name);
}

Match Matcher::find(std::string_view name, std::string_view region_hint) const {
  name = trimmed(name);
  if (const Country* country = find_code(name)) {
    return {country, MatchedBy::kCode, confidence_of(MatchedBy::kCode)};
  }
  const Entry* entry = nullptr;
  if (const auto exact = by_name_.find(name); exact != by_name_.end()) {
    entry = &exact->second;
  } else {
    const FoldedName folded(name);
    const auto found = by_key_.find(folded.key());
    if (found == by_key_.end()) return {};
    entry = &found->second;
  }
  if (entry->shared) return among(*entry->shared, entry->by, region_hint);
  return {entry->country, entry->by, confidence_of(entry->by)};
}

// The official name of one country wins over another one's alias, since every official name is
// indexed first or again.
void Matcher::index_country(const Country& country) {
  for (const auto code : {country.alpha2, country.alpha3, country.numeric}) {
    by_code_.emplace(code, &country);
  }
  for_each_name(country.official, '|', [&](std::string_view name) {
    by_name_.emplace(name, Entry{&country, MatchedBy::kExact, nullptr});
    by_key_[std::string(FoldedName(name).key())] = {&country, MatchedBy::kNormalised, nullptr};
  });
  for_each_name(country.aliases, '|', [&](std::string_view name) {
    by_key_.emplace(FoldedName(name).key(), Entry{&country, MatchedBy::kAlias, nullptr});
  });
}

void Matcher::index_shared(const SharedName& name) {
  auto& candidates = *shared_.emplace_back(std::make_unique<Candidates>());
  for_each_name(name.codes, ' ',
                [&](std::string_view code) { candidates.push_back(by_code_.at(code)); });
  const auto [entry, added] =
      by_key_.try_emplace(std::string(FoldedName(name.name).key()),
                          Entry{candidates.front(), MatchedBy::kAlias, nullptr});
  entry->second.shared = &candidates;
  if (const auto exact = by_name_.find(name.name); exact != by_name_.end()) {
    exact->second.shared = &candidates;
  }
}

// Codes are taken in any case, numbers also without leading zeros. "na" and "n/a" mean that there
// is no answer, so only the upper case NA is Namibia.
const Country* Matcher::find_code(std::string_view code) const {
  if (code.empty() || code.size() > 3 || code == "na" || code == "Na") return nullptr;
  std::array<char, 3> upper{'0', '0', '0'};
  std::string_view key;
  if (std::all_of(code.begin(), code.end(), is_digit)) {
    std::copy(code.begin(), code.end(), upper.end() - static_cast<std::ptrdiff_t>(code.size()));
    key = {upper.data(), upper.size()};
  } else if (std::all_of(code.begin(), code.end(), is_letter)) {
    for (std::size_t i = 0; i < code.size() && i < upper.size(); ++i) {
      upper[i] = static_cast<char>(code[i] & ~0x20);
    }
    key = {upper.data(), code.size()};
  }
  const auto found = by_code_.find(key);
  return found == by_code_.end() ? nullptr : found->second;
}

}  // namespace countries
