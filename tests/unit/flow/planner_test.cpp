#include "flow/planner.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace stepgate::flow {
namespace {

constexpr RunId kRun = 9;
constexpr std::size_t kAhead = 10'000;

Cursor cursor(Bucket bucket, PersonId after) { return {kRun, bucket, after, false}; }

std::vector<PersonId> ids(PersonId first, std::size_t n) {
  std::vector<PersonId> all(n);
  std::iota(all.begin(), all.end(), first);
  return all;
}

/// Answers reads out of a list of people, as a store would.
struct People {
  std::vector<PersonId> all;
  std::vector<PersonId> next(const Planner::Read& r) const {
    std::vector<PersonId> found;
    for (const PersonId id : all) {
      if (bucket_of(id) == r.bucket && id > r.after && found.size() < r.limit) found.push_back(id);
    }
    return found;
  }
  void feed(Planner& planner) const {
    while (const auto read = planner.want_read(kAhead)) planner.on_read(*read, next(*read));
  }
};

TEST(Planner, CutsAscendingChunksAndMovesTheCursorWithThem) {
  const People people{ids(1, 25)};
  Planner planner(kRun, {cursor(0, 0)});
  people.feed(planner);
  std::vector<std::size_t> sizes;
  PersonId at = 0;
  while (const auto cut = planner.cut(10)) {
    EXPECT_EQ(cut->from, at) << "the guard of each birth is where the last one ended";
    EXPECT_EQ(cut->to, cut->ids.back());
    at = cut->to;
    sizes.push_back(cut->ids.size());
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{10, 10, 5}));
  const auto done = planner.take_done();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->cursor_from, 25);
  EXPECT_EQ(done->run, kRun);
  EXPECT_FALSE(planner.take_done());
  EXPECT_TRUE(planner.exhausted());
}

TEST(Planner, NeverCutsAcrossBuckets) {
  People people{ids(bucket_first(1) - 3, 3)};
  const auto more = ids(bucket_first(1), 4);
  people.all.insert(people.all.end(), more.begin(), more.end());
  Planner planner(kRun, {cursor(0, 0), cursor(1, 0)});
  people.feed(planner);
  const auto first = planner.cut(10), second = planner.cut(10);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->bucket, 0);
  EXPECT_EQ(first->ids.size(), 3u);
  EXPECT_EQ(second->bucket, 1);
  EXPECT_EQ(second->ids.size(), 4u);
  EXPECT_EQ(planner.take_done()->bucket, 0);
  EXPECT_EQ(planner.take_done()->bucket, 1);
}

TEST(Planner, WhereSlicesEndDecidesNothing) {
  const People people{ids(1, 2 * kReadSlice + 500)};
  Planner planner(kRun, {cursor(0, 0)});
  std::vector<std::size_t> sizes;
  std::size_t reads = 0;
  while (!planner.exhausted()) {  // as the engine does: cut what there is, then read on
    if (const auto read = planner.want_read(1)) {
      planner.on_read(*read, people.next(*read));
      ++reads;
    }
    while (const auto cut = planner.cut(1000)) sizes.push_back(cut->ids.size());
    while (planner.take_done()) {
    }
  }
  EXPECT_EQ(reads, 3u);
  ASSERT_EQ(sizes.size(), 9u);
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) EXPECT_EQ(sizes[i], 1000u);
  EXPECT_EQ(sizes.back(), (2 * kReadSlice + 500) % 1000);
}

TEST(Planner, IsReadyWhenACutWouldGiveAChunk) {
  Planner planner(kRun, {cursor(0, 0)});
  EXPECT_FALSE(planner.ready(1));
  const auto read = planner.want_read(kAhead);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->limit, kReadSlice);
  planner.on_read(*read, ids(1, kReadSlice));
  EXPECT_TRUE(planner.ready(1000));
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(planner.cut(1000));
  EXPECT_FALSE(planner.ready(1000)) << "96 are left, and the bucket may have more";
  EXPECT_FALSE(planner.cut(1000));
  EXPECT_TRUE(planner.ready(96));
  planner.on_read(*planner.want_read(kAhead), {});
  EXPECT_TRUE(planner.ready(1000)) << "now nobody else comes";
  EXPECT_EQ(planner.cut(1000)->ids.size(), kReadSlice % 1000);
}

TEST(Planner, ReadsAheadOnlySoFarAndOneSliceAtATime) {
  Planner planner(kRun, {cursor(0, 0)});
  const auto read = planner.want_read(5000);
  ASSERT_TRUE(read);
  EXPECT_FALSE(planner.want_read(5000)) << "one is under way";
  planner.on_read(*read, ids(1, kReadSlice));
  const auto next = planner.want_read(5000);
  ASSERT_TRUE(next);
  EXPECT_EQ(next->after, static_cast<PersonId>(kReadSlice));
  planner.on_read(*next, ids(1 + kReadSlice, kReadSlice));
  EXPECT_FALSE(planner.want_read(5000)) << "8192 people wait";
  for (int i = 0; i < 4; ++i) planner.cut(1000);
  EXPECT_TRUE(planner.want_read(5000));
}

TEST(Planner, EndsABucketWithoutPeopleAtOnce) {
  Planner planner(kRun, {cursor(0, 77), cursor(3, 0)});
  planner.on_read(*planner.want_read(kAhead), {});
  const auto done = planner.take_done();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->bucket, 0);
  EXPECT_EQ(done->cursor_from, 77);
  EXPECT_FALSE(planner.exhausted());
  planner.on_read(*planner.want_read(kAhead), {});
  EXPECT_FALSE(planner.exhausted()) << "the end of bucket 3 has not been taken";
  EXPECT_TRUE(planner.take_done());
  EXPECT_TRUE(planner.exhausted());
}

TEST(Planner, EndsABucketThatAFullSliceHasEmptied) {
  const People people{ids(1, kReadSlice)};
  Planner planner(kRun, {cursor(0, 0)});
  people.feed(planner);
  std::size_t cut_people = 0;
  while (const auto cut = planner.cut(512)) cut_people += cut->ids.size();
  EXPECT_EQ(cut_people, kReadSlice);
  const auto done = planner.take_done();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->cursor_from, static_cast<PersonId>(kReadSlice));
  EXPECT_TRUE(planner.exhausted());
}

TEST(Planner, AfterALostBirthStartsAgainFromTheStoresCursors) {
  const People people{ids(1, 30)};
  Planner planner(kRun, {cursor(0, 0)});
  people.feed(planner);
  planner.cut(10);
  const auto stale = planner.want_read(kAhead);
  EXPECT_FALSE(stale) << "the bucket has been read to its end";
  planner.reset({cursor(0, 20)});  // another node took 11 to 20 as well
  EXPECT_FALSE(planner.cut(10));
  people.feed(planner);
  const auto cut = planner.cut(10);
  ASSERT_TRUE(cut);
  EXPECT_EQ(cut->from, 20);
  EXPECT_EQ(cut->ids, ids(21, 10));
}

TEST(Planner, IgnoresAReadThatWasAskedBeforeAReset) {
  Planner planner(kRun, {cursor(0, 0)});
  const auto old = planner.want_read(kAhead);
  ASSERT_TRUE(old);
  planner.reset({cursor(0, 10)});
  planner.on_read(*old, ids(1, 10));
  EXPECT_FALSE(planner.ready(1));
  const auto read = planner.want_read(kAhead);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->after, 10);
}

TEST(Planner, ARunWithoutOpenBucketsIsExhausted) {
  Planner planner(kRun, {});
  EXPECT_FALSE(planner.want_read(kAhead));
  EXPECT_TRUE(planner.exhausted());
  EXPECT_EQ(planner.run(), kRun);
}

TEST(Planner, BoundsTheSizeOfAChunk) {
  const People people{ids(1, 3000)};
  Planner planner(kRun, {cursor(0, 0)});
  people.feed(planner);
  EXPECT_EQ(planner.cut(100'000)->ids.size(), kMaxChunkPeople);
  EXPECT_EQ(planner.cut(0)->ids.size(), 1u);
}

}  // namespace
}  // namespace stepgate::flow
