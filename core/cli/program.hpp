// The program without the process: words in, exit code out.
#pragma once
#include <string>
#include <vector>

#include "cli/console.hpp"

namespace stepgate::cli {

/// Throws nothing.
int run_program(const std::vector<std::string>& words, Surroundings& surroundings);

}  // namespace stepgate::cli
