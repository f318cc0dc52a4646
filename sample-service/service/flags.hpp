#pragma once

#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "service/options.hpp"

namespace sample {

struct Flag {
  std::string_view name;
  std::string_view argument;  // how it is shown in the help; empty: the flag takes none
  std::string_view help;
  bool (*set)(Options&, std::string_view value);  // false: the value cannot be read
  std::string_view heading = {};                  // of the group that starts with this flag
};

const std::vector<Flag>& all_flags();
std::span<const Flag> auth_flags();  // of service/authentication

}  // namespace sample
