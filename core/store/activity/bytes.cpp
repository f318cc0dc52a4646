#include "store/activity/bytes.hpp"

#include <array>

namespace stepgate::store::activity {
namespace {

using Table = std::array<std::uint32_t, 256>;

// Slicing by eight: table k advances a byte over k further bytes.
constexpr std::array<Table, 8> make_tables() {
  std::array<Table, 8> tables{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78U : 0U);
    tables[0][i] = crc;
  }
  for (std::size_t k = 1; k < 8; ++k) {
    for (std::size_t i = 0; i < 256; ++i) {
      tables[k][i] = (tables[k - 1][i] >> 8) ^ tables[0][tables[k - 1][i] & 255];
    }
  }
  return tables;
}
constexpr std::array<Table, 8> kTables = make_tables();

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) noexcept {
  std::uint32_t crc = ~before;
  const char* p = bytes.data();
  std::size_t n = bytes.size();
  for (; n >= 8; n -= 8, p += 8) {
    const std::uint64_t v = load_fixed<std::uint64_t>(p) ^ crc;
    crc = kTables[7][v & 255] ^ kTables[6][(v >> 8) & 255] ^ kTables[5][(v >> 16) & 255] ^
          kTables[4][(v >> 24) & 255] ^ kTables[3][(v >> 32) & 255] ^ kTables[2][(v >> 40) & 255] ^
          kTables[1][(v >> 48) & 255] ^ kTables[0][v >> 56];
  }
  for (; n > 0; --n, ++p) {
    crc = (crc >> 8) ^ kTables[0][(crc ^ static_cast<unsigned char>(*p)) & 255];
  }
  return ~crc;
}

}  // namespace stepgate::store::activity
