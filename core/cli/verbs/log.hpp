// What `log` and `service log` share.
#pragma once
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "cli/session.hpp"

namespace stepgate::cli {

std::vector<Flag> log_flags();
int print_log(Session& session, const std::string& path);

}  // namespace stepgate::cli
