// How a secret gets in without standing in the shell's history.
#pragma once
#include <string>

#include "cli/console.hpp"

namespace stepgate::cli {

/// K as it is, @FILE the file's first line, env:VAR a variable, - the first line of stdin. Throws
/// Failure (exit 2) for a file or variable that is not there or empty. `flag` names it in words.
std::string read_secret(const std::string& form, const std::string& flag,
                        Surroundings& surroundings);

}  // namespace stepgate::cli
