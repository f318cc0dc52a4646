// Bytes as the segments are made of: little endian, variable length integers, a checksum.
#pragma once
#include <cstdint>
#include <cstring>
#include <exception>
#include <string>
#include <string_view>

namespace stepgate::store::activity {

/// Stored bytes are not what was written. Becomes a Damage in what the reader gives.
class Damaged : public std::exception {
 public:
  explicit Damaged(const char* why) noexcept : why_(why) {}  ///< a literal
  const char* what() const noexcept override { return why_; }

 private:
  const char* why_;
};

/// CRC-32C (Castagnoli). Continue over several pieces by passing the result on.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0) noexcept;

inline void put_varint(std::string& out, std::uint64_t v) {
  while (v >= 128) {
    out += static_cast<char>(v | 128);
    v >>= 7;
  }
  out += static_cast<char>(v);
}

template <class T>
void put_fixed(std::string& out, T v) {
  char bytes[sizeof(T)];
  for (std::size_t i = 0; i < sizeof(T); ++i) bytes[i] = static_cast<char>(v >> (8 * i));
  out.append(bytes, sizeof(T));
}

template <class T>
T load_fixed(const char* p) noexcept {
  T v = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    v = static_cast<T>(v |
                       static_cast<T>(static_cast<T>(static_cast<unsigned char>(p[i])) << (8 * i)));
  }
  return v;
}

constexpr std::uint64_t zigzag(std::int64_t v) noexcept {
  return (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t v) noexcept {
  return static_cast<std::int64_t>((v >> 1) ^ (~(v & 1) + 1));
}

/// Reads within bounds, else throws Damaged.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) noexcept
      : p_(bytes.data()), end_(p_ + bytes.size()) {}
  std::size_t left() const noexcept { return static_cast<std::size_t>(end_ - p_); }
  std::string_view rest() const noexcept { return {p_, left()}; }

  std::uint8_t byte() {
    if (p_ == end_) throw Damaged("it ends too early");
    return static_cast<std::uint8_t>(*p_++);
  }
  std::uint64_t varint() {
    std::uint64_t v = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t b = byte();
      v |= static_cast<std::uint64_t>(b & 127) << shift;
      if (b < 128) return v;
    }
    throw Damaged("a number in it is too long");
  }
  template <class T>
  T fixed() {
    return load_fixed<T>(take(sizeof(T)).data());
  }
  std::string_view take(std::uint64_t n) {
    if (n > left()) throw Damaged("it ends too early");
    const std::string_view piece(p_, static_cast<std::size_t>(n));
    p_ += n;
    return piece;
  }

 private:
  const char* p_;
  const char* end_;
};

}  // namespace stepgate::store::activity
