// A stable 128-bit hash of decoded results: tells the same results from others (T13). Not for
// secrets: whoever could make two results collide holds the chunk's token anyway. The value is
// kept in the store, so the function may not change.
#pragma once
#include <cstdint>
#include <cstring>
#include <string_view>

#include "flow/ids.hpp"

namespace stepgate::flow {

class Hash128 {
 public:
  void word(std::uint64_t w) noexcept {
    a_ = rotate(a_ ^ (w * 0x9e3779b97f4a7c15ull), 31) * 0xd6e8feb86659fd93ull;
    b_ = rotate(b_ ^ (w * 0xc2b2ae3d27d4eb4full), 29) * 0xa0761d6478bd642full + a_;
    ++words_;
  }
  /// Length first, so that "ab","c" and "a","bc" differ.
  void text(std::string_view s) noexcept {
    word(s.size());
    const char* p = s.data();
    std::size_t left = s.size();
    for (; left >= 8; left -= 8, p += 8) word(load(p, 8));
    if (left != 0) word(load(p, left));
  }
  Digest finish() const noexcept {
    const std::uint64_t a = mix(a_ ^ words_), b = mix(b_ + a);
    Digest digest{};
    for (std::size_t i = 0; i < 8; ++i) {
      digest[i] = static_cast<std::uint8_t>(a >> (8 * i));
      digest[8 + i] = static_cast<std::uint8_t>(b >> (8 * i));
    }
    return digest;
  }

 private:
  static std::uint64_t rotate(std::uint64_t v, int n) noexcept { return v << n | v >> (64 - n); }
  static std::uint64_t load(const char* p, std::size_t n) noexcept {
    std::uint64_t w = 0;  // little endian, as every platform the host is built for
    std::memcpy(&w, p, n);
    return w;
  }
  static std::uint64_t mix(std::uint64_t v) noexcept {
    v = (v ^ v >> 32) * 0xe7037ed1a0b428dbull;
    v = (v ^ v >> 29) * 0x8ebc6af09c88c6e3ull;
    return v ^ v >> 32;
  }

  std::uint64_t a_ = 0x243f6a8885a308d3ull, b_ = 0x13198a2e03707344ull, words_ = 0;
};

}  // namespace stepgate::flow
