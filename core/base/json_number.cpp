#include "base/json_number.hpp"

#include <algorithm>
#include <charconv>

namespace stepgate {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Of the "e-12" at the end; saturates far outside of every double's range.
std::int64_t exponent_of(std::string_view text) {
  std::size_t i = text.find_first_of("eE");
  if (i == std::string_view::npos) return 0;
  ++i;
  const bool minus = i < text.size() && text[i] == '-';
  if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
  constexpr std::int64_t kFar = 1'000'000'000'000;
  std::int64_t value = 0;
  for (; i < text.size() && is_digit(text[i]); ++i) {
    value = std::min(value * 10 + (text[i] - '0'), kFar);
  }
  return minus ? -value : value;
}

/// The power of ten of the first digit that is not zero.
std::int64_t magnitude_of(std::string_view text) {
  const std::string_view digits = text.substr(0, text.find_first_of("eE"));
  const auto point = std::min(digits.find('.'), digits.size());
  const auto first = digits.find_first_of("123456789");
  if (first == std::string_view::npos) return 0;
  const auto shift = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
  return exponent_of(text) + (first < point ? shift - 1 : shift);
}

JsonNumber read_real(std::string_view text) noexcept {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec == std::errc()) return {JsonNumber::Kind::real, 0, value};
  const auto tiny = rounded_to_zero(text);
  if (!tiny) return {};
  return {JsonNumber::Kind::real, 0, *tiny};
}

}  // namespace

std::optional<double> rounded_to_zero(std::string_view text) noexcept {
  if (magnitude_of(text) >= 0) return std::nullopt;
  return !text.empty() && text.front() == '-' ? -0.0 : 0.0;
}

JsonNumber read_json_number(std::string_view text) noexcept {
  const bool minus = !text.empty() && text.front() == '-';
  // Up to 18 digits cannot overflow: no check per digit on the common path.
  if (text.size() <= 18) {
    std::int64_t value = 0;
    std::size_t i = minus ? 1 : 0;
    for (; i < text.size() && is_digit(text[i]); ++i) value = value * 10 + (text[i] - '0');
    if (i == text.size()) return {JsonNumber::Kind::integer, minus ? -value : value, 0};
    return read_real(text);
  }
  std::int64_t value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec == std::errc() && result.ptr == text.data() + text.size()) {
    return {JsonNumber::Kind::integer, value, 0};
  }
  return read_real(text);
}

}  // namespace stepgate
