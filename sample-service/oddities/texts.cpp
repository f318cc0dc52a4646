#include "oddities/texts.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>

namespace sample {
namespace {

std::uint32_t crc32(std::string_view text) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (const char c : text) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1u ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

void append_little_endian(std::uint32_t value, int bytes, std::string& out) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFFu);
}

}  // namespace

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

std::string with_comments(std::string_view json) {
  std::string out = "# generated\n";
  out += json.substr(0, 1);
  out += "\n  # members\n";
  return out.append(json.substr(1)).append("\n# end\n");
}

std::string gzipped(std::string_view text) {
  std::string out("\x1F\x8B\x08\x00\x00\x00\x00\x00\x00\x03", 10);
  std::string_view rest = text;
  do {
    const std::size_t size = std::min<std::size_t>(rest.size(), 0xFFFF);
    out += static_cast<char>(size == rest.size() ? 1 : 0);
    append_little_endian(static_cast<std::uint32_t>(size), 2, out);
    append_little_endian(~static_cast<std::uint32_t>(size), 2, out);
    out += rest.substr(0, size);
    rest.remove_prefix(size);
  } while (!rest.empty());
  append_little_endian(crc32(text), 4, out);
  append_little_endian(static_cast<std::uint32_t>(text.size()), 4, out);
  return out;
}

std::string in_chunks(std::string_view text, std::size_t size) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  while (!text.empty()) {
    const std::string_view chunk = text.substr(0, size);
    std::string digits;
    for (std::size_t n = chunk.size(); n > 0; n /= 16) digits.insert(digits.begin(), kHex[n % 16]);
    out.append(digits).append("\r\n").append(chunk).append("\r\n");
    text.remove_prefix(chunk.size());
  }
  return out + "0\r\n\r\n";
}

std::string http_date_in(int seconds) {
  const std::time_t at = std::time(nullptr) + seconds;
  std::tm parts{};
  ::gmtime_r(&at, &parts);
  std::array<char, 40> text{};
  const auto size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), size};
}

}  // namespace sample
