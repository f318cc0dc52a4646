#include "openapi/yaml_scalar.hpp"

#include <charconv>
#include <optional>

#include "base/text.hpp"

namespace stepgate::openapi {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (text == word) return true;
  }
  return false;
}

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

/// 0o17 and 0x1F, without a sign.
std::optional<std::int64_t> based_integer(std::string_view text) {
  if (text.size() < 3 || text[0] != '0') return std::nullopt;
  const int base = text[1] == 'o' ? 8 : text[1] == 'x' ? 16 : 0;
  if (base == 0) return std::nullopt;
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + 2, end, value, base);
  if (error != std::errc() || stop != end || value > INT64_MAX) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

/// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_number(std::string_view text, bool& integral) {
  std::size_t at = text[0] == '-' || text[0] == '+' ? 1 : 0;
  const std::size_t whole = skip_digits(text, at);
  std::size_t digits = whole - at;
  integral = true;
  at = whole;
  if (at < text.size() && text[at] == '.') {
    integral = false;
    const std::size_t fraction = skip_digits(text, at + 1);
    digits += fraction - at - 1;
    at = fraction;
  }
  if (digits == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    integral = false;
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const std::size_t exponent = skip_digits(text, at);
    if (exponent == at) return false;
    at = exponent;
  }
  return at == text.size();
}

}  // namespace

Json plain_scalar(std::string_view text) {
  if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) return {};
  if (is_one_of(text, {"true", "True", "TRUE"})) return true;
  if (is_one_of(text, {"false", "False", "FALSE"})) return false;
  if (const auto based = based_integer(text)) return static_cast<long long>(*based);
  bool integral = false;
  if (!is_number(text, integral)) return text;
  const std::string_view unsigned_text = text[0] == '+' ? text.substr(1) : text;
  if (integral) {
    if (const auto value = parse_int(unsigned_text)) return static_cast<long long>(*value);
  }
  std::string padded(unsigned_text);  // ".5" and "1." are numbers here and nowhere else
  const std::size_t sign = padded[0] == '-' ? 1 : 0;
  if (padded[sign] == '.') padded.insert(sign, 1, '0');
  const std::size_t dot = padded.find('.');
  if (dot != std::string::npos && (dot + 1 == padded.size() || !is_digit(padded[dot + 1]))) {
    padded.insert(dot + 1, 1, '0');
  }
  const auto value = parse_double(padded);
  return value ? Json(*value) : Json(text);
}

}  // namespace stepgate::openapi
