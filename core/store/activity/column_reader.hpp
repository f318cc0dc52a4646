// One column of an opened body (column_encoder.hpp says how it is kept).
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "store/activity/column_encoder.hpp"
#include "store/activity/value.hpp"

namespace stepgate::store::activity {

/// Borrows the bytes it was made of. Everything is checked when it is made (Damaged); at() is then
/// safe for every i < n.
class ColumnReader {
 public:
  ColumnReader() = default;  ///< null for everyone
  ColumnReader(std::string_view bytes, std::size_t n);

  Value at(std::size_t i) const noexcept;
  bool is_constant() const noexcept { return encoding_ == Encoding::constant; }

  /// Clears alive[i] where test(value) is false. The test is asked once per different value of a
  /// dictionary.
  template <class Test>
  void keep_if(std::vector<std::uint8_t>& alive, Test test) const;

 private:
  void read_dictionary(class ByteReader& in);
  void read_plain(class ByteReader& in);
  void read_integers(class ByteReader& in);
  std::size_t code(std::size_t i) const noexcept {
    const auto byte = static_cast<unsigned char>(data_[i / per_byte_]);
    return (byte >> (i % per_byte_ * bits_)) & ((1U << bits_) - 1U);
  }

  Encoding encoding_ = Encoding::constant;
  std::size_t n_ = 0;
  std::vector<Value> words_;            ///< DICT: by code, null included; CONST: the one value
  std::vector<std::uint32_t> offsets_;  ///< PLAIN: n + 1
  const char* data_ = nullptr;          ///< codes, bytes, differences or bits
  const char* nulls_ = nullptr;         ///< INTS: bits, or none; PLAIN: see is_null_
  std::vector<bool> is_null_;           ///< PLAIN
  std::int64_t base_ = 0;
  std::size_t width_ = 0, bits_ = 8, per_byte_ = 1;
};

template <class Test>
void ColumnReader::keep_if(std::vector<std::uint8_t>& alive, Test test) const {
  if (encoding_ == Encoding::dictionary) {
    std::vector<std::uint8_t> good(256, 0);
    for (std::size_t w = 0; w < words_.size(); ++w) good[w] = test(words_[w]) ? 1 : 0;
    for (std::size_t i = 0; i < alive.size(); ++i) alive[i] &= good[code(i)];
  } else if (encoding_ == Encoding::constant) {
    if (!test(at(0))) alive.assign(alive.size(), 0);
  } else {
    for (std::size_t i = 0; i < alive.size(); ++i) {
      if (alive[i] != 0 && !test(at(i))) alive[i] = 0;
    }
  }
}

}  // namespace stepgate::store::activity
