#include "flow/chunk_ids.hpp"

#include <algorithm>

namespace stepgate::flow {
namespace {

constexpr Ms kEpoch = 1'735'689'600'000;  // 2025-01-01T00:00:00Z
constexpr int kCounterBits = 22, kSlotBits = 10;
constexpr std::uint64_t kCounters = 1ull << kCounterBits;
constexpr std::uint64_t kSlots = 1ull << kSlotBits;
constexpr std::uint64_t kSeconds = 1ull << 31;

std::uint64_t second_of(Ms now) {
  // From 1, so that no id is 0; 31 bits last until 2093.
  return static_cast<std::uint64_t>(
      std::clamp<Ms>((now - kEpoch) / 1000, 1, static_cast<Ms>(kSeconds - 1)));
}

}  // namespace

ChunkIds::ChunkIds(std::uint32_t slot, ChunkId floor) : slot_(slot % kSlots) {
  if (floor <= 0) return;
  const auto id = static_cast<std::uint64_t>(floor);
  const std::uint64_t floor_slot = (id >> kCounterBits) % kSlots;
  last_second_ = id >> (kCounterBits + kSlotBits);
  if (floor_slot == slot_) counter_ = id % kCounters + 1;
  if (floor_slot > slot_) ++last_second_;  // this slot's ids of that second would lie below
}

ChunkId ChunkIds::next(Ms now) {
  const std::uint64_t second = second_of(now);
  if (second > last_second_) {
    last_second_ = second;
    counter_ = 0;
  }
  if (counter_ == kCounters) {  // borrowed from the next second, which then starts further on
    ++last_second_;
    counter_ = 0;
  }
  return static_cast<ChunkId>((last_second_ << (kCounterBits + kSlotBits)) |
                              (slot_ << kCounterBits) | counter_++);
}

}  // namespace stepgate::flow
