// How a column is kept: its first byte, and what follows. The shortest that fits is taken.
//
//   CONST  value                                     the same for all
//   DICT   flags, count, values, codes               up to 254 texts, 1, 2, 4 or 8 bits an entry
//   PLAIN  n lengths (0: null, else length + 1), bytes
//   INTS   flags, [null bits], base, width, n x width differences from base
//   BITS   n bits                                    integers 0 and 1
// A value in CONST: 0 null; 1, zigzag varint; 2, length, bytes. Null in DICT is code 0.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/activity/table.hpp"

namespace stepgate::store::activity {

enum class Encoding : std::uint8_t { constant = 1, dictionary, plain, integers, bits };
inline constexpr std::size_t kMostWords = 254;
inline constexpr std::uint8_t kHasNulls = 1;  ///< flag of DICT and INTS

/// Keeps its buffers. One thread at a time.
class ColumnEncoder {
 public:
  /// Appends the column; false, and nothing appended, when every value is null.
  bool encode(const Column& column, std::string& out);

 private:
  struct Shape {
    bool nulls = false, integers = false, texts = false;
    std::int64_t low = 0, high = 0;
    std::size_t bytes = 0;
  };
  static Shape shape_of(const std::vector<Value>& values);
  static void put_value(std::string& out, const Value& value);
  static void put_integers(std::string& out, const std::vector<Value>& values, const Shape& shape);
  static void put_bits(std::string& out, const std::vector<Value>& values);
  static void put_plain(std::string& out, const std::vector<Value>& values, std::size_t bytes);
  const std::vector<Value>& as_texts(const std::vector<Value>& values);
  /// False when there are too many different texts.
  bool find_words(const std::vector<Value>& values, bool nulls);
  void put_dictionary(std::string& out, bool nulls) const;
  std::uint8_t code_of(std::string_view text);

  std::array<std::uint8_t, 1024> slots_{};  ///< position in words_ + 1
  std::vector<std::string_view> words_;
  std::vector<std::uint8_t> codes_;
  std::vector<Value> texts_;
  std::deque<std::string> formatted_;
};

}  // namespace stepgate::store::activity
