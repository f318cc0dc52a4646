// What happened, event by event: always as a hash (the same seed gives the same trace), as text
// when somebody reads it.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.hpp"

namespace stepgate::sim {

class Trace {
 public:
  using Numbers = std::initializer_list<std::pair<const char*, std::int64_t>>;
  explicit Trace(bool as_text) : as_text_(as_text) {}

  void add(Ms at, std::string_view what, Numbers numbers, std::string_view words = {});
  std::uint64_t hash() const noexcept { return hash_; }
  std::uint64_t steps() const noexcept { return steps_; }
  const std::string& text() const noexcept { return text_; }

 private:
  void mix(std::uint64_t word) noexcept {
    hash_ = (hash_ ^ word) * 0x9fb21c651e98df25ull;
    hash_ ^= hash_ >> 29;
  }
  bool as_text_;
  std::uint64_t hash_ = 0xcbf29ce484222325ull, steps_ = 0;
  std::string text_;
};

}  // namespace stepgate::sim
