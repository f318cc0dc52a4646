// Inside base: numbers of JSON text, read by us because RapidJSON 1.1.0 is not safe with every
// exponent.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace stepgate {

struct JsonNumber {
  enum class Kind : std::uint8_t { integer, real, out_of_range };
  Kind kind = Kind::out_of_range;
  std::int64_t integer = 0;
  double real = 0;
};

/// `text` follows the grammar of JSON. Without fraction and exponent: integer when int64 holds it,
/// else real. Too small for a double is zero, too large is out of range.
JsonNumber read_json_number(std::string_view text) noexcept;

/// A decimal number that std::from_chars calls out of range: zero (with its sign) when it is too
/// small, nothing when too large.
std::optional<double> rounded_to_zero(std::string_view text) noexcept;

}  // namespace stepgate
