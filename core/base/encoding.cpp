#include <array>

#include "base/text.hpp"

namespace stepgate {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kUpperHexDigits = "0123456789ABCDEF";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr unsigned kNoDigit = 0xFF;

unsigned byte_at(std::string_view s, std::size_t i) { return static_cast<unsigned char>(s[i]); }

unsigned hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return kNoDigit;
}

/// Digits of `bytes` in groups of six bits, without padding.
std::string encode64(std::string_view bytes, std::string_view alphabet) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  unsigned pending = 0;
  int bits = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    pending = (pending << 8 | byte_at(bytes, i)) & 0xFFFFu;
    for (bits += 8; bits >= 6; bits -= 6) out += alphabet[pending >> (bits - 6) & 63u];
  }
  if (bits > 0) out += alphabet[pending << (6 - bits) & 63u];
  return out;
}

std::array<unsigned char, 256> values_of(std::string_view alphabet) {
  std::array<unsigned char, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[byte_at(alphabet, i)] = static_cast<unsigned char>(i);
  }
  return values;
}

/// Strict: unknown digits, a lone digit and bits left over are refused, so every value has one
/// text.
std::optional<std::string> decode64(std::string_view digits,
                                    const std::array<unsigned char, 256>& values) {
  if (digits.size() % 4 == 1) return std::nullopt;
  std::string out;
  out.reserve(digits.size() / 4 * 3 + 2);
  unsigned pending = 0;
  int bits = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const unsigned value = values[byte_at(digits, i)];
    if (value == kNoDigit) return std::nullopt;
    pending = (pending << 6 | value) & 0xFFFFu;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(pending >> bits & 0xFFu);
  }
  if ((pending & ((1u << bits) - 1)) != 0) return std::nullopt;
  return out;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out += kHexDigits[byte_at(bytes, i) >> 4];
    out += kHexDigits[byte_at(bytes, i) & 15u];
  }
  return out;
}

std::optional<std::string> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string out;
  out.reserve(hex.size() / 2);
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const unsigned high = hex_value(hex[i]);
    const unsigned low = hex_value(hex[i + 1]);
    if (high == kNoDigit || low == kNoDigit) return std::nullopt;
    out += static_cast<char>(high << 4 | low);
  }
  return out;
}

std::string base64(std::string_view bytes) {
  std::string out = encode64(bytes, kBase64);
  while (out.size() % 4 != 0) out += '=';
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  static const auto values = values_of(kBase64);
  if (text.size() % 4 != 0) return std::nullopt;
  for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.remove_suffix(1);
  return decode64(text, values);
}

std::string base64url(std::string_view bytes) { return encode64(bytes, kBase64Url); }

std::optional<std::string> from_base64url(std::string_view text) {
  static const auto values = values_of(kBase64Url);
  return decode64(text, values);
}

std::string percent_encode(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (is_unreserved(s[i])) {
      out += s[i];
      continue;
    }
    out += '%';
    out += kUpperHexDigits[byte_at(s, i) >> 4];
    out += kUpperHexDigits[byte_at(s, i) & 15u];
  }
  return out;
}

}  // namespace stepgate
