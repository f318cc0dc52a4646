// Keys of a chunk to their indexes. Entries name their keys in the same order again and again, so
// the key after the last one is tried first.
#pragma once
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace stepgate::protocol {

/// Borrows the keys. Not thread safe: looking up moves the guess.
class KeyTable {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  void add(std::string_view key) {
    index_.emplace(key, static_cast<std::uint32_t>(keys_.size()));
    keys_.push_back(key);
  }
  std::uint32_t find(std::string_view key) {
    if (next_ < keys_.size() && keys_[next_] == key) return next_++;
    const auto found = index_.find(key);
    if (found == index_.end()) return kNone;
    next_ = found->second + 1;
    return found->second;
  }
  void rewind() noexcept { next_ = 0; }
  std::size_t size() const noexcept { return keys_.size(); }
  std::string_view key(std::uint32_t index) const noexcept { return keys_[index]; }

 private:
  std::vector<std::string_view> keys_;
  std::unordered_map<std::string_view, std::uint32_t> index_;
  std::uint32_t next_ = 0;
};

}  // namespace stepgate::protocol
