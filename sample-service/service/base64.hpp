#pragma once

#include <string>
#include <string_view>

namespace sample {

// Empty for what is no base64.
std::string from_base64(std::string_view text);

}  // namespace sample
