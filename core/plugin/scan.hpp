// Which files a scan looks at, and whether they stand still.
#pragma once
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "plugin/intake.hpp"
#include "plugin/refusal.hpp"

namespace stepgate::plugin {

struct Candidate {
  std::filesystem::path file;
  FileIdentity seen;
  std::optional<Refuse> refused;  ///< nothing more to look at
};

/// The *.so entries of the directories, by name, each once. Files written to within `settle` are
/// looked at twice, `settle` apart, all in one wait; those that changed meanwhile are NOT_STABLE. A
/// directory that can't be read is a refused candidate.
std::vector<Candidate> find_candidates(const std::vector<std::filesystem::path>& directories,
                                       Ms settle);

}  // namespace stepgate::plugin
