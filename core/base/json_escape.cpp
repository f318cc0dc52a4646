#include "base/json_escape.hpp"

#include "base/text.hpp"

namespace stepgate {
namespace {

char* put_utf8(char* out, unsigned point) {
  const auto put = [&out](unsigned byte) { *out++ = static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0u | point >> 6);
    put(0x80u | (point & 63u));
  } else if (point < 0x10000) {
    put(0xE0u | point >> 12);
    put(0x80u | (point >> 6 & 63u));
    put(0x80u | (point & 63u));
  } else {
    put(0xF0u | point >> 18);
    put(0x80u | (point >> 12 & 63u));
    put(0x80u | (point >> 6 & 63u));
    put(0x80u | (point & 63u));
  }
  return out;
}

char short_escape(char kind) {
  switch (kind) {
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
      return kind;  // quote, backslash, slash
  }
}

bool is_high(int unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low(int unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

/// Reads "\uXXXX" or a pair of them at `in` and moves `in` behind it. Half a pair gives U+FFFD.
unsigned read_point(const char*& in, const char* end) {
  const int first = json_hex4(in + 2);
  in += 6;
  if (!is_high(first) && !is_low(first)) return static_cast<unsigned>(first);
  const bool follows = is_high(first) && end - in >= 6 && in[0] == '\\' && in[1] == 'u';
  const int second = follows ? json_hex4(in + 2) : -1;
  if (!is_low(second)) return 0xFFFD;
  in += 6;
  return 0x10000u + (static_cast<unsigned>(first - 0xD800) << 10) +
         static_cast<unsigned>(second - 0xDC00);
}

}  // namespace

int json_hex4(const char* digits) noexcept {
  int value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = digits[i];
    int digit = 0;
    if (c >= '0' && c <= '9') {
      digit = c - '0';
    } else if (c >= 'a' && c <= 'f') {
      digit = c - 'a' + 10;
    } else if (c >= 'A' && c <= 'F') {
      digit = c - 'A' + 10;
    } else {
      return -1;
    }
    value = value * 16 + digit;
  }
  return value;
}

std::string_view decode_json_string(char* begin, const char* end) noexcept {
  char* out = begin;
  for (const char* in = begin; in != end;) {
    if (*in != '\\') {
      *out++ = *in++;
    } else if (in[1] == 'u') {
      out = put_utf8(out, read_point(in, end));
    } else {
      *out++ = short_escape(in[1]);
      in += 2;
    }
  }
  return {begin, static_cast<std::size_t>(out - begin)};
}

std::string repair_json_string(std::string_view raw) {
  std::string copy(raw);
  const std::string_view decoded = decode_json_string(copy.data(), copy.data() + copy.size());
  return to_valid_utf8(decoded);
}

}  // namespace stepgate
