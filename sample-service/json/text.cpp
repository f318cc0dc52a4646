#include "json/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "countries/utf8.hpp"

namespace sample {
namespace {

// Four hex digits at the front of `raw`, or nothing that is a code unit.
char32_t code_unit(std::string_view raw) {
  std::uint16_t unit = 0;
  const auto digits = raw.substr(0, 4);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
  return digits.size() == 4 && error == std::errc() && end == digits.data() + 4 ? unit : 0xFFFD;
}

// The code point of "\uXXXX" whose digits start at `at`, which moves behind it; surrogates come in
// pairs.
char32_t escaped_code_point(std::string_view raw, std::size_t& at) {
  const char32_t unit = code_unit(raw.substr(std::min(at, raw.size())));
  at += 4;
  if (unit < 0xD800 || unit > 0xDFFF) return unit;
  if (unit > 0xDBFF || raw.size() < at + 6 || raw.substr(at, 2) != "\\u") return 0xFFFD;
  const char32_t low = code_unit(raw.substr(at + 2));
  if (low < 0xDC00 || low > 0xDFFF) return 0xFFFD;
  at += 6;
  return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

void append_code_point(char32_t code_point, std::string& out) {
  std::array<char, 4> bytes;
  out.append(bytes.data(), countries::encode_utf8(code_point, bytes));
}

char control_escape(char c) {
  switch (c) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return c;  // quote, backslash, slash
  }
}

}  // namespace

std::string unescaped(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  std::size_t at = 0;
  while (at < raw.size()) {
    const auto backslash = std::min(raw.find('\\', at), raw.size());
    out.append(raw, at, backslash - at);
    at = backslash + 1;
    if (at >= raw.size()) break;
    const char c = raw[at++];
    if (c == 'u') {
      append_code_point(escaped_code_point(raw, at), out);
    } else {
      out += control_escape(c);
    }
  }
  return out;
}

void append_escaped(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::size_t at = 0;
  while (at < text.size()) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == '"' || byte == '\\') {
      out += '\\';
      out += text[at++];
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
      ++at;
    } else if (byte < 0x80) {
      out += text[at++];
    } else {
      const auto start = at;
      countries::next_code_point(text, at);
      // One byte taken from a byte above ASCII: it was no UTF-8.
      if (at - start == 1) {
        out += '?';
      } else {
        out.append(text, start, at - start);
      }
    }
  }
}

void append_number(std::int64_t value, std::string& out) {
  std::array<char, 24> digits;
  const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), end);
}

}  // namespace sample
