// The one source of chance of a simulated run: a seed gives the same numbers on every machine.
#pragma once
#include <cstdint>
#include <string>

#include "flow/ids.hpp"

namespace stepgate::sim {

class Random {
 public:
  explicit Random(std::uint64_t seed)
      : state_(seed * 0x9e3779b97f4a7c15ull + 0x632be59bd9b4e019ull) {}

  std::uint64_t next() {  // splitmix64
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15ull;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ z >> 27) * 0x94d049bb133111ebull;
    return z ^ z >> 31;
  }
  std::uint64_t below(std::uint64_t bound) { return bound == 0 ? 0 : next() % bound; }
  bool one_in(std::uint64_t n) { return below(n) == 0; }
  bool chance(double probability) {
    return probability > 0 && static_cast<double>(next() >> 11) < probability * 0x1p53;
  }
  /// Both ends included.
  flow::Ms between(flow::Ms low, flow::Ms high) {
    return low + static_cast<flow::Ms>(below(static_cast<std::uint64_t>(high - low + 1)));
  }
  std::int32_t count(std::int32_t low, std::int32_t high) {
    return static_cast<std::int32_t>(between(low, high));
  }
  std::string bytes(std::size_t n) {
    std::string out(n, '\0');
    for (char& c : out) c = static_cast<char>(next());
    return out;
  }
  template <class List>
  const auto& one_of(const List& list) {
    return list[below(list.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace stepgate::sim
