#include "flow/committer.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace stepgate::flow {
namespace {

PendingOp birth(std::uint64_t cookie, std::size_t people = 1000) {
  Birth b;
  b.members.resize(people);
  std::iota(b.members.begin(), b.members.end(), 1);
  b.row.people = static_cast<std::uint16_t>(people);
  return {b, cookie};
}

PendingOp result(std::uint64_t cookie, std::uint16_t people) {
  Transition t;
  t.next.people = people;
  t.next.state = State::done;
  t.writes.emplace_back(CountStatistic{"SUCCESS", ""});
  t.writes.emplace_back(Close{});
  return {t, cookie};
}

PendingOp mark(std::uint64_t cookie) {
  Transition t;
  t.next.people = 1000;
  t.next.state = State::sending;
  return {t, cookie};
}

std::vector<std::uint64_t> cookies(const std::vector<PendingOp>& batch) {
  std::vector<std::uint64_t> all;
  for (const PendingOp& op : batch) all.push_back(op.cookie);
  return all;
}

using Cookies = std::vector<std::uint64_t>;

TEST(Committer, TakesWhatIsThereAndNothingTwice) {
  Committer c;
  EXPECT_TRUE(c.take(0).empty());
  c.add(mark(1), 0);
  EXPECT_EQ(c.size(), 1u);
  EXPECT_EQ(cookies(c.take(0)), Cookies{1});
  EXPECT_TRUE(c.empty());
  EXPECT_TRUE(c.take(100).empty());
}

TEST(Committer, SmallResultsThenBirthsAndMarksThenBigResults) {
  Committer c;
  c.add(result(1, 1000), 0);
  c.add(birth(2), 0);
  c.add(result(3, 1), 0);
  c.add(mark(4), 0);
  c.add(result(5, kSmallChunk), 0);
  c.add(result(6, kSmallChunk - 1), 0);
  c.add({CursorDone{1, 0, 9}, 7}, 0);
  EXPECT_EQ(cookies(c.take(1)), (Cookies{3, 6, 2, 4, 7, 1, 5}));
}

TEST(Committer, ABucketsEndStaysBehindItsBirths) {
  Committer c;
  for (std::uint64_t i = 1; i <= 300; ++i) c.add(birth(i, 1), 0);
  c.add({CursorDone{1, 0, 300}, 301}, 0);
  const auto first = c.take(100), second = c.take(100);
  EXPECT_EQ(first.size(), kBatchOps);
  EXPECT_EQ(first.front().cookie, 1u);
  EXPECT_EQ(second.back().cookie, 301u);
}

TEST(Committer, BoundsABatchByOperationsAndPeople) {
  Committer c;
  for (std::uint64_t i = 0; i < 10; ++i) c.add(result(i, 1000), 0);
  EXPECT_EQ(c.people(), 10'000u);
  EXPECT_EQ(c.take(0).size(), 4u);
  EXPECT_EQ(c.people(), 6'000u);
  EXPECT_EQ(c.take(0).size(), 4u);
  EXPECT_EQ(c.take(0).size(), 2u);
  for (std::uint64_t i = 0; i < 1000; ++i) c.add(result(i, 1), 0);
  EXPECT_EQ(c.take(0).size(), kBatchOps);
}

TEST(Committer, AnOperationBeyondTheBoundGoesAlone) {
  Committer c;
  c.add(result(1, 60'000), 0);
  c.add(result(2, 100), 0);
  EXPECT_EQ(cookies(c.take(0)), Cookies{1});
  EXPECT_EQ(cookies(c.take(0)), Cookies{2});
}

TEST(Committer, AfterTwentyMillisecondsTheOldestGoesFirst) {
  Committer c;
  c.add(result(1, 1000), 0);
  c.add(birth(2), 5);
  c.add(result(3, 1), 10);
  EXPECT_EQ(cookies(c.take(kOldestFirst - 1)), (Cookies{3, 2, 1}));
  c.add(result(1, 1000), 0);
  c.add(birth(2), 5);
  c.add(result(3, 1), 10);
  EXPECT_EQ(cookies(c.take(kOldestFirst)), (Cookies{1, 3, 2}));
  c.add(result(1, 1000), 0);
  c.add(birth(2), 5);
  c.add(result(3, 1), 10);
  EXPECT_EQ(cookies(c.take(100)), (Cookies{1, 2, 3}));
}

TEST(Committer, AFloodOfSmallResultsStarvesNobody) {
  Committer c;
  c.add(result(1'000'000, 1000), 0);
  c.add(birth(1'000'001), 0);
  std::uint64_t next = 0;
  bool big = false, born = false;
  for (Ms now = 0; now < 50 && !(big && born); now += 5) {
    for (int i = 0; i < 400; ++i) c.add(result(next++, 1), now);
    for (const PendingOp& op : c.take(now)) {
      big = big || op.cookie == 1'000'000;
      born = born || op.cookie == 1'000'001;
    }
  }
  EXPECT_TRUE(big && born);
}

TEST(Committer, SaysHowLongTheOldestHasWaited) {
  Committer c;
  EXPECT_EQ(c.oldest_wait(100), 0);
  c.add(mark(1), 40);
  c.add(result(2, 1), 70);
  EXPECT_EQ(c.oldest_wait(100), 60);
}

TEST(Committer, WhatCouldNotBeWrittenGoesFirstInItsOrder) {
  Committer c;
  c.add(birth(1, 10), 0);
  c.add(birth(2, 10), 0);
  c.add(result(3, 5), 0);
  auto batch = c.take(0);
  c.add(birth(4, 10), 1);
  const auto people = c.people();
  c.put_back(std::move(batch), 1);
  EXPECT_GT(c.people(), people);
  EXPECT_EQ(cookies(c.take(1)), (Cookies{3, 1, 2, 4}));
  EXPECT_EQ(c.people(), 0u);
}

}  // namespace
}  // namespace stepgate::flow
