#include "countries/utf8.hpp"

namespace countries {
namespace {

// The bytes that follow a leading byte; 0 for ASCII, -1 for a byte that cannot lead.
int followers(unsigned char lead) {
  if (lead < 0x80) return 0;
  if (lead >= 0xC2 && lead <= 0xDF) return 1;
  if (lead >= 0xE0 && lead <= 0xEF) return 2;
  if (lead >= 0xF0 && lead <= 0xF4) return 3;
  return -1;
}

}  // namespace

char32_t next_code_point(std::string_view utf8, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(utf8[at++]);
  const int count = followers(lead);
  if (count <= 0 || utf8.size() - at < static_cast<std::size_t>(count)) return lead;
  char32_t value = lead & (0x3Fu >> count);
  for (int i = 0; i < count; ++i) {
    const auto next = static_cast<unsigned char>(utf8[at + static_cast<std::size_t>(i)]);
    if ((next & 0xC0) != 0x80) return lead;
    value = (value << 6) | (next & 0x3F);
  }
  at += static_cast<std::size_t>(count);
  return value;
}

std::size_t encode_utf8(char32_t c, std::array<char, 4>& bytes) {
  const auto put = [&bytes](std::size_t i, char32_t value) { bytes[i] = static_cast<char>(value); };
  if (c < 0x80) return put(0, c), 1;
  if (c < 0x800) return put(0, 0xC0 | (c >> 6)), put(1, 0x80 | (c & 0x3F)), 2;
  if (c < 0x10000) {
    put(0, 0xE0 | (c >> 12));
    put(1, 0x80 | ((c >> 6) & 0x3F));
    return put(2, 0x80 | (c & 0x3F)), 3;
  }
  put(0, 0xF0 | (c >> 18));
  put(1, 0x80 | ((c >> 12) & 0x3F));
  put(2, 0x80 | ((c >> 6) & 0x3F));
  return put(3, 0x80 | (c & 0x3F)), 4;
}

}  // namespace countries
