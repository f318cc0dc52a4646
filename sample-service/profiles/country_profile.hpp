#pragma once

#include <array>
#include <string>
#include <unordered_map>
#include <vector>

#include "countries/matcher.hpp"
#include "profiles/profile.hpp"

namespace sample {

// Country name -> ISO 3166-1 code, the English name and the continent.
class CountryProfile : public Profile {
 public:
  CountryProfile();

  std::string_view title() const override;
  std::string_view summary() const override;
  std::string_view definition() const override;
  std::string_view instructions() const override;
  std::optional<std::string_view> picklist(std::string_view type,
                                           std::string_view name) const override;
  const WantedKeys& wanted() const override;
  Outcome append_entry(const Submit& submit, const Lead& lead, std::string& out) const override;

 private:
  enum Format : std::size_t { kAlpha2, kAlpha3, kNumeric, kFormats };

  std::optional<Format> format_of(const RawValue& parameter) const;
  Outcome append_match(const Lead& lead, const countries::Match& match, Format format,
                       std::string& out) const;
  Outcome append_no_match(const Lead& lead, const RawValue& country, std::string& out) const;

  countries::Matcher matcher_;
  // What is always the same for a country, ready to be copied, by its place in the table.
  std::vector<std::array<std::string, kFormats>> fragments_;
};

}  // namespace sample
