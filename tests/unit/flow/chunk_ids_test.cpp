#include "flow/chunk_ids.hpp"

#include <gtest/gtest.h>

#include <set>

namespace stepgate::flow {
namespace {

constexpr Ms kEpoch = 1'735'689'600'000;  // 2025-01-01
constexpr Ms kNow = kEpoch + 1'000'000'000;

TEST(ChunkIds, HoldSecondSlotAndCounter) {
  ChunkIds ids(5);
  const ChunkId first = ids.next(kNow), second = ids.next(kNow + 999);
  EXPECT_EQ(first >> 32, 1'000'000);
  EXPECT_EQ(first >> 22 & 1023, 5);
  EXPECT_EQ(first & ((1 << 22) - 1), 0);
  EXPECT_EQ(second, first + 1);
  EXPECT_EQ(ids.next(kNow + 1000) >> 32, 1'000'001);
}

TEST(ChunkIds, NeverGoBackWithTheClock) {
  ChunkIds ids(0);
  ChunkId last = ids.next(kNow);
  for (const Ms at : {kNow - 5'000, kNow - 86'400'000, kEpoch - 1, Ms{0}, kNow + 1'000, kNow}) {
    const ChunkId id = ids.next(at);
    EXPECT_GT(id, last);
    last = id;
  }
}

TEST(ChunkIds, ArePositiveEvenBeforeTheirEpoch) {
  ChunkIds ids(0);
  EXPECT_GT(ids.next(0), 0);
}

TEST(ChunkIds, GoOnAboveWhatTheStoreKnows) {
  ChunkIds before(3);
  ChunkId floor = before.next(kNow);
  floor = before.next(kNow);
  ChunkIds same_slot(3, floor);
  EXPECT_EQ(same_slot.next(kNow - 60'000), floor + 1) << "the clock went back during the restart";
  for (const std::uint32_t slot : {0u, 2u, 4u, 1023u}) {
    EXPECT_GT(ChunkIds(slot, floor).next(kNow), floor) << slot;
    EXPECT_GT(ChunkIds(slot, floor).next(0), floor) << slot;
  }
}

TEST(ChunkIds, BorrowFromTheNextSecondWhenOneIsFull) {
  const ChunkId full = (ChunkId{1'000'000} << 32) | (ChunkId{1} << 22) | ((1 << 22) - 2);
  ChunkIds ids(1, full);
  EXPECT_EQ(ids.next(kNow), full + 1);
  const ChunkId borrowed = ids.next(kNow);
  EXPECT_EQ(borrowed >> 32, 1'000'001);
  EXPECT_EQ(borrowed & ((1 << 22) - 1), 0);
  EXPECT_EQ(ids.next(kNow + 1'000), borrowed + 1);
}

TEST(ChunkIds, OfDifferentSlotsDiffer) {
  ChunkIds a(1), b(2);
  std::set<ChunkId> all;
  for (int i = 0; i < 1000; ++i) {
    all.insert(a.next(kNow + i));
    all.insert(b.next(kNow + i));
  }
  EXPECT_EQ(all.size(), 2000u);
}

}  // namespace
}  // namespace stepgate::flow
