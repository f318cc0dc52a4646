#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace countries {

// The letters of a name without case, diacritics, punctuation, spaces and the words that people add
// or drop at will
// ("the", "of", "and"), so that "Côte d’Ivoire", "COTE D'IVOIRE" and "The  Cote-d'Ivoire" are one
// key. No allocation.
class FoldedName {
 public:
  explicit FoldedName(std::string_view utf8);

  // Empty when nothing is left of the name, or when it is longer than any name of the table.
  std::string_view key() const { return {key_.data(), size_}; }

 private:
  static constexpr std::size_t kCapacity = 112;

  void add(std::string_view letters);
  void end_word();

  std::array<char, kCapacity> key_;
  std::size_t size_ = 0;
  std::size_t word_ = 0;  // where the word being read starts in key_
  bool overflow_ = false;
};

}  // namespace countries
