// Reading what others wrote loosely: a version that comes as a number, a flag that comes as text.
#pragma once
#include <string>

#include "base/json.hpp"
#include "base/text.hpp"

namespace stepgate {

/// The text of a string, number or boolean, trimmed, at most `max_bytes` long; empty for anything
/// else.
inline std::string scalar_text(const Json& value, std::size_t max_bytes = 2000) {
  std::string text;
  if (value.is_string()) text = trim(value.as_string());
  if (value.is_number() || value.is_bool()) text = value.dump();
  return std::string(cut_utf8(text, max_bytes));
}

/// true, 1, "true", "1": yes. Anything else: no.
inline bool scalar_flag(const Json& value) {
  const std::string text = to_lower(scalar_text(value, 16));
  return text == "true" || text == "1";
}

}  // namespace stepgate
