// One pass over a text for what the writers care about, eight bytes at a time, and the decimal
// numbers that a service may write as text.
#pragma once
#include <string_view>

namespace stepgate::flow {

struct TextScan {
  bool valid_utf8 = true;
  bool has_nul = false;
};
TextScan scan_text(std::string_view text) noexcept;

/// [+-]digits[.digits][e[+-]digits]: no hexadecimal, infinity, separators or white space.
bool is_decimal(std::string_view text) noexcept;

}  // namespace stepgate::flow
