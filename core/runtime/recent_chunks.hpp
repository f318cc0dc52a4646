// What was sent a moment ago, so that its callback needs no read of the store. A hint only:
// bounded, lost at a restart, and the guard is in the write; whoever finds nothing here asks the
// store.
#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "flow/chunk.hpp"

namespace stepgate::runtime {

struct RecentChunk {
  flow::ChunkRow row;                   ///< as it was when it was sent: tokens, service, plan
  std::vector<flow::PersonId> members;  ///< never changes
};

/// Thread safe.
class RecentChunks {
 public:
  explicit RecentChunks(std::size_t people) : limit_(people) {}
  void put(std::shared_ptr<const RecentChunk> chunk);
  std::shared_ptr<const RecentChunk> find(const flow::ChunkKey& key) const;
  void erase(const flow::ChunkKey& key);

 private:
  struct Hash {
    std::size_t operator()(const flow::ChunkKey& key) const noexcept {
      return static_cast<std::size_t>(key.chunk) * 0x9E3779B97F4A7C15ull;
    }
  };
  void shrink();
  mutable std::mutex mutex_;
  std::unordered_map<flow::ChunkKey, std::shared_ptr<const RecentChunk>, Hash> chunks_;  // mutex_
  std::deque<flow::ChunkKey> order_;                                                     // mutex_
  std::size_t people_ = 0;                                                               // mutex_
  const std::size_t limit_;  ///< people of all chunks kept
};

}  // namespace stepgate::runtime
