#include <cstring>

#include "base/text.hpp"

namespace stepgate {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_continuation(unsigned char c) { return (c & 0xC0u) == 0x80u; }

/// Length of the well-formed sequence at the start of `s` (Unicode table 3-7), or 0.
std::size_t sequence_length(const unsigned char* s, std::size_t left) {
  const unsigned char lead = s[0];
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (left < length) return 0;
  // The second byte is what rules out overlong forms, surrogates and code points above 10FFFF.
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (s[1] < low || s[1] > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (!is_continuation(s[i])) return 0;
  }
  return length;
}

}  // namespace

std::size_t valid_utf8_prefix(std::string_view s) noexcept {
  const auto* const bytes = reinterpret_cast<const unsigned char*>(s.data());
  constexpr std::uint64_t kHighBits = 0x8080808080808080u;
  std::size_t i = 0;
  while (i < s.size()) {
    if (i + 8 <= s.size()) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes + i, 8);
      if ((word & kHighBits) == 0) {
        i += 8;
        continue;
      }
    }
    const std::size_t length = sequence_length(bytes + i, s.size() - i);
    if (length == 0) return i;
    i += length;
  }
  return i;
}

bool is_valid_utf8(std::string_view s) noexcept { return valid_utf8_prefix(s) == s.size(); }

std::string to_valid_utf8(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  while (!s.empty()) {
    const std::size_t good = valid_utf8_prefix(s);
    out.append(s.substr(0, good));
    s.remove_prefix(good);
    if (s.empty()) break;
    out.append(kReplacement);
    s.remove_prefix(1);
  }
  return out;
}

std::string_view cut_utf8(std::string_view s, std::size_t max_bytes) noexcept {
  if (s.size() <= max_bytes) return s;
  std::size_t end = max_bytes;
  // A character has at most three continuation bytes; more than that is not UTF-8 anyway.
  while (end > 0 && max_bytes - end < 3 && is_continuation(static_cast<unsigned char>(s[end]))) {
    --end;
  }
  if (is_continuation(static_cast<unsigned char>(s[end]))) end = max_bytes;
  return s.substr(0, end);
}

}  // namespace stepgate
