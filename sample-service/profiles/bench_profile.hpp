#pragma once

#include "profiles/profile.hpp"

namespace sample {

// Ten fields out, three back: the job of the benchmark. The results depend on nothing but the
// person's id and a salt, so that whoever runs it can work them out again and compare (README.md
// gives the formula).
class BenchProfile : public Profile {
 public:
  explicit BenchProfile(const std::uint64_t& salt) : salt_(salt) {}

  std::string_view title() const override;
  std::string_view summary() const override;
  std::string_view definition() const override;
  std::string_view instructions() const override;
  std::optional<std::string_view> picklist(std::string_view type,
                                           std::string_view name) const override;
  const WantedKeys& wanted() const override;
  Outcome append_entry(const Submit& submit, const Lead& lead, std::string& out) const override;

 private:
  const std::uint64_t& salt_;  // POST /reset?salt=N changes it
};

}  // namespace sample
