// Help, made from the declarations.
#pragma once
#include <string>

#include "cli/options.hpp"

namespace stepgate::cli {

std::string overview();
/// Of all verbs of a group.
std::string group_help(const std::string& group);
std::string verb_help(const Verb& verb);

}  // namespace stepgate::cli
