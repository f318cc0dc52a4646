// The verbs by group, each declared in a file of its own.
#pragma once
#include <vector>

#include "cli/options.hpp"

namespace stepgate::cli {

std::vector<Verb> check_verbs();
std::vector<Verb> host_verbs();
std::vector<Verb> backup_verbs();
std::vector<Verb> people_verbs();
std::vector<Verb> erase_verbs();
std::vector<Verb> plugin_verbs();
std::vector<Verb> service_verbs();
std::vector<Verb> service_part_verbs();
std::vector<Verb> service_life_verbs();
std::vector<Verb> service_refresh_verbs();
std::vector<Verb> job_verbs();
std::vector<Verb> callbacks_verbs();
std::vector<Verb> credential_verbs();
std::vector<Verb> campaign_verbs();
std::vector<Verb> run_verbs();
std::vector<Verb> undo_verbs();
std::vector<Verb> dead_verbs();
std::vector<Verb> log_verbs();
std::vector<Verb> shell_verbs();

}  // namespace stepgate::cli
