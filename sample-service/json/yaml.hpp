#pragma once

#include <string>
#include <string_view>

namespace sample {

// The same document as block-style YAML 1.2; `json` has to be valid.
std::string json_to_yaml(std::string_view json);

}  // namespace sample
