#include "runtime/recent_chunks.hpp"

namespace stepgate::runtime {

void RecentChunks::put(std::shared_ptr<const RecentChunk> chunk) {
  const auto key = chunk->row.key();
  const std::lock_guard lock(mutex_);
  auto& place = chunks_[key];
  if (place)
    people_ -= place->members.size();
  else
    order_.push_back(key);
  people_ += chunk->members.size();
  place = std::move(chunk);
  shrink();
}

std::shared_ptr<const RecentChunk> RecentChunks::find(const flow::ChunkKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = chunks_.find(key);
  return found == chunks_.end() ? nullptr : found->second;
}

void RecentChunks::erase(const flow::ChunkKey& key) {
  const std::lock_guard lock(mutex_);
  const auto found = chunks_.find(key);
  if (found == chunks_.end()) return;
  people_ -= found->second->members.size();
  chunks_.erase(found);
}

/// The oldest go first; keys of chunks that were erased meanwhile are passed over.
void RecentChunks::shrink() {
  while (!order_.empty() && (people_ > limit_ || order_.size() > 2 * chunks_.size() + 64)) {
    const auto found = chunks_.find(order_.front());
    if (found != chunks_.end()) {
      if (people_ <= limit_) {  // still there: goes to the end of the line
        order_.push_back(order_.front());
      } else {
        people_ -= found->second->members.size();
        chunks_.erase(found);
      }
    }
    order_.pop_front();
  }
}

}  // namespace stepgate::runtime
