#include "flow/text_scan.hpp"

#include <cstdint>
#include <cstring>

#include "base/text.hpp"
#include "flow/coerce.hpp"

namespace stepgate::flow {
namespace {

constexpr std::uint64_t kHigh = 0x8080808080808080ull, kLow = 0x0101010101010101ull;

std::size_t digits(std::string_view text, std::size_t at) {
  std::size_t n = 0;
  while (at + n < text.size() && text[at + n] >= '0' && text[at + n] <= '9') ++n;
  return n;
}

std::size_t sign(std::string_view text, std::size_t at) {
  return at < text.size() && (text[at] == '+' || text[at] == '-') ? 1 : 0;
}

}  // namespace

TextScan scan_text(std::string_view text) noexcept {
  TextScan scan;
  const char* p = text.data();
  std::size_t left = text.size();
  bool ascii = true;
  for (; left != 0;) {
    const std::size_t n = left < 8 ? left : 8;
    std::uint64_t w = kLow;  // the rest of a short word reads as U+0001
    std::memcpy(&w, p, n);
    ascii &= (w & kHigh) == 0;
    scan.has_nul |= ((w - kLow) & ~w & kHigh) != 0;
    p += n;
    left -= n;
  }
  if (!ascii) scan.valid_utf8 = is_valid_utf8(text);
  return scan;
}

bool is_decimal(std::string_view text) noexcept {
  std::size_t at = sign(text, 0);
  const std::size_t whole = digits(text, at);
  at += whole;
  std::size_t fraction = 0;
  if (at < text.size() && text[at] == '.') {
    fraction = digits(text, at + 1);
    if (fraction == 0) return false;
    at += 1 + fraction;
  }
  if (whole + fraction == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    at += 1 + sign(text, at + 1);
    const std::size_t exponent = digits(text, at);
    if (exponent == 0) return false;
    at += exponent;
  }
  return at == text.size();
}

std::string_view clean_text(std::string_view text, std::string& scratch) {
  const TextScan scan = scan_text(text);
  if (scan.valid_utf8 && !scan.has_nul) return text;
  scratch = scan.valid_utf8 ? std::string(text) : to_valid_utf8(text);
  std::erase(scratch, '\0');
  return scratch;
}

}  // namespace stepgate::flow
