#include "cli/options.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "cli/verbs/all.hpp"

namespace stepgate::cli {

std::size_t Verb::most_arguments() const {
  const auto words = split(arguments, ' ');
  return arguments.empty() ? 0 : words.size();
}

std::size_t Verb::least_arguments() const {
  std::size_t least = 0;
  if (arguments.empty()) return 0;
  for (const auto& word : split(arguments, ' ')) least += word.front() != '[';
  return least;
}

const std::vector<Flag>& global_flags() {
  static const std::vector<Flag> kFlags = {
      {"url", "URL",
       "the host's API; else STEPGATE_URL, the daemon of this machine, http://127.0.0.1:7410"},
      {"token-file",
       "FILE",
       "the admin token; else STEPGATE_TOKEN_FILE, admin.token in the data directory",
       false,
       {},
       true},
      {"output", "FORMAT", "table for people, json as the API gave it", false, {"table", "json"}},
      {"no-color", "", "no colours, also on a terminal (so does NO_COLOR)"},
      {"quiet", "", "nothing but results and errors"},
      {"help", "", "show help for the verb"},
  };
  return kFlags;
}

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> kVerbs = [] {
    std::vector<Verb> all;
    for (auto part : {host_verbs, backup_verbs, people_verbs, erase_verbs, plugin_verbs,
                      service_verbs, service_part_verbs, service_life_verbs, service_refresh_verbs,
                      job_verbs, callbacks_verbs, credential_verbs, campaign_verbs, run_verbs,
                      undo_verbs, dead_verbs, log_verbs, check_verbs, shell_verbs}) {
      auto some = part();
      std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
  }();
  return kVerbs;
}

const Verb* find_verb(std::string_view group, std::string_view name) {
  for (const auto& verb : verbs())
    if (verb.group == group && verb.name == name) return &verb;
  return nullptr;
}

std::vector<std::string> groups() {
  std::vector<std::string> names;
  for (const auto& verb : verbs())
    if (!verb.group.empty() && std::find(names.begin(), names.end(), verb.group) == names.end())
      names.push_back(verb.group);
  return names;
}

std::vector<const Verb*> verbs_of(std::string_view group) {
  std::vector<const Verb*> found;
  for (const auto& verb : verbs())
    if (verb.group == group) found.push_back(&verb);
  return found;
}

const Flag* find_flag(const std::vector<Flag>& flags, std::string_view name) {
  const auto found =
      std::find_if(flags.begin(), flags.end(), [&](const Flag& flag) { return flag.name == name; });
  return found == flags.end() ? nullptr : &*found;
}

}  // namespace stepgate::cli
