// Scalars as text: YAML writers leave quotes out, so that a version or a name comes as a number.
#pragma once
#include <string>

#include "base/json.hpp"
#include "base/text.hpp"

namespace stepgate::openapi {

/// The text of a string, number or boolean, trimmed, at most `max_bytes` long; empty for anything
/// else.
inline std::string scalar_text(const Json& value, std::size_t max_bytes = 2000) {
  std::string text;
  if (value.is_string()) text = trim(value.as_string());
  if (value.is_number() || value.is_bool()) text = value.dump();
  return std::string(cut_utf8(text, max_bytes));
}

}  // namespace stepgate::openapi
