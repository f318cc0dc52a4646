// Completion scripts for shells, made from the declarations: they work without a host.
#pragma once
#include <string>

namespace stepgate::cli {

/// `shell` is bash, zsh or fish.
std::string completion_script(const std::string& shell);

}  // namespace stepgate::cli
