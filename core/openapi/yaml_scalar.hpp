// The YAML 1.2 core schema for plain scalars: what is null, a boolean, a number, and what stays
// text.
#pragma once
#include <string_view>

#include "base/json.hpp"

namespace stepgate::openapi {

/// `NO`, `1.0.0`, `0x` and a time stay text. Infinities and NaN, which JSON does not have, stay
/// text too.
Json plain_scalar(std::string_view text);

}  // namespace stepgate::openapi
