#include "oddities/script.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace sample {
namespace {

constexpr std::array<std::pair<std::string_view, Spot>, 9> kSpots{{
    {"document", Spot::kDocument},
    {"definition", Spot::kDefinition},
    {"status", Spot::kStatus},
    {"picklist", Spot::kPicklist},
    {"brandIcon", Spot::kBrandIcon},
    {"serviceIcon", Spot::kServiceIcon},
    {"guide", Spot::kGuide},
    {"submit", Spot::kSubmit},
    {"callback", Spot::kCallback},
}};

constexpr std::string_view kVerbs[] = {"answer",      "body",       "type",    "header", "gzip",
                                       "comments",    "bom",        "pad",     "open",   "first",
                                       "retry-after", "retry-date", "hold",    "held",   "refuse",
                                       "most-people", "most-bytes", "without", "chunked"};

std::string_view take_word(std::string_view& rest) {
  const auto blank = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, blank);
  rest.remove_prefix(std::min(blank + 1, rest.size()));
  return word;
}

}  // namespace

std::optional<Change> read_change(std::string_view line) {
  const std::string_view spot = take_word(line);
  const auto found = std::find_if(kSpots.begin(), kSpots.end(),
                                  [&](const auto& known) { return known.first == spot; });
  if (found == kSpots.end()) return std::nullopt;
  Change change{found->second, {}, false};
  change.patch.verb = take_word(line);
  change.of_tree = is_patch(change.patch.verb);
  if (change.of_tree) {
    if (line.starts_with('/')) change.patch.pointer = take_word(line);
  } else if (std::find(std::begin(kVerbs), std::end(kVerbs), change.patch.verb) ==
             std::end(kVerbs)) {
    return std::nullopt;
  }
  change.patch.argument = line;
  if (change.patch.verb == "set" && !Node::parse(line)) return std::nullopt;
  return change;
}

std::vector<Change> read_script(std::string_view script) {
  std::vector<Change> changes;
  while (!script.empty()) {
    const auto end = std::min(script.find('\n'), script.size());
    const std::string_view line = script.substr(0, end);
    script.remove_prefix(std::min(end + 1, script.size()));
    if (line.empty()) continue;
    const auto change = read_change(line);
    if (!change) throw std::logic_error("a script can't be read: " + std::string(line));
    changes.push_back(*change);
  }
  return changes;
}

}  // namespace sample
