#include "service/base64.hpp"

#include <cstdint>

namespace sample {

std::string from_base64(std::string_view text) {
  static constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string out;
  std::uint32_t bits = 0;
  int filled = 0;
  for (const char c : text) {
    const auto at = kAlphabet.find(c);
    if (at == std::string_view::npos) return {};
    bits = bits << 6 | static_cast<std::uint32_t>(at);
    filled += 6;
    if (filled < 8) continue;
    filled -= 8;
    out += static_cast<char>(bits >> filled & 0xFFu);
  }
  return out;
}

}  // namespace sample
