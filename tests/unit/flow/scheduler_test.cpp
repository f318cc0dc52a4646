#include "flow/scheduler.hpp"

#include <gtest/gtest.h>

#include <map>

namespace stepgate::flow {
namespace {

constexpr ServiceId kService = 1, kOther = 2;
constexpr std::int64_t kManyPeople = 1'000'000;

/// What each run would send next: people of a chunk, 0 for nothing.
using Sizes = std::map<RunId, std::int64_t>;
auto ready_with(const Sizes& sizes) {
  return [&sizes](RunId run) { return sizes.at(run); };
}

Scheduler with_runs(const Sizes& sizes, LaneLimits limits = {8, 64}) {
  Scheduler s(kManyPeople);
  s.open_lane(kService, limits, 0);
  for (const auto& [run, people] : sizes) s.add_run(kService, run);
  return s;
}

/// People (and chunks) that each run gets out of `turns` turns.
std::map<RunId, std::int64_t> share(Scheduler& s, const Sizes& sizes, int turns,
                                    bool chunks = false) {
  std::map<RunId, std::int64_t> got;
  for (int i = 0; i < turns; ++i) {
    const auto run = s.next_run(kService, ready_with(sizes));
    if (run) got[*run] += chunks ? 1 : sizes.at(*run);
  }
  return got;
}

TEST(Permits, AreBoundedBySendsAndByChunksInFlight) {
  Scheduler s(kManyPeople);
  EXPECT_EQ(s.permits(kService), 0) << "no lane";
  s.open_lane(kService, {2, 3}, 0);
  EXPECT_EQ(s.permits(kService), 2);
  s.sending(kService, 10);
  s.sending(kService, 10);
  EXPECT_EQ(s.permits(kService), 0) << "two submits are under way";
  s.send_ended(kService);
  s.send_ended(kService);
  EXPECT_EQ(s.permits(kService), 1) << "two of three wait for their callbacks";
  s.sending(kService, 10);
  s.send_ended(kService);
  EXPECT_EQ(s.permits(kService), 0);
  s.left_flight(kService, 10);
  EXPECT_EQ(s.permits(kService), 1);
  EXPECT_EQ(s.in_flight(kService), 2);
}

TEST(Permits, CountWhatTheStoreHoldsAlready) {
  Scheduler s(kManyPeople);
  s.open_lane(kService, {8, 10}, 9);
  EXPECT_EQ(s.permits(kService), 1);
  s.open_lane(kService, {8, 20}, 0);
  EXPECT_EQ(s.in_flight(kService), 9) << "a lane is counted once";
  EXPECT_EQ(s.permits(kService), 8);
  s.set_limits(kService, {1, 5});
  EXPECT_EQ(s.permits(kService), 0) << "a lower limit takes nothing back";
}

TEST(Permits, StopWhileTheServiceIsPaused) {
  Scheduler s(kManyPeople);
  s.open_lane(kService, {}, 0);
  s.set_paused(kService, true);
  EXPECT_EQ(s.permits(kService), 0);
  s.set_paused(kService, false);
  EXPECT_GT(s.permits(kService), 0);
}

TEST(Permits, PeopleInFlightAreBoundedButNoLaneIsShutOut) {
  Scheduler s(1500);
  s.open_lane(kService, {8, 64}, 0);
  s.open_lane(kOther, {8, 64}, 0);
  s.sending(kService, 1000);
  EXPECT_EQ(s.permits(kService), 7);
  s.sending(kService, 1000);
  EXPECT_EQ(s.permits(kService), 0);
  EXPECT_EQ(s.permits(kOther), 1) << "a service that never answers stops no other";
  s.sending(kOther, 1000);
  EXPECT_EQ(s.permits(kOther), 0);
  s.left_flight(kService, 1000);
  s.left_flight(kService, 1000);
  EXPECT_EQ(s.permits(kOther), 7);
}

TEST(Turns, AreSharedByPeopleNotByChunks) {
  const Sizes sizes{{1, 1000}, {2, 100}};
  Scheduler s = with_runs(sizes);
  const auto people = share(s, sizes, 1100);
  EXPECT_NEAR(static_cast<double>(people.at(1)) / static_cast<double>(people.at(2)), 1.0, 0.05);
}

TEST(Turns, SmallChunksTakeTurnsOneByOne) {
  const Sizes sizes{{1, 20}, {2, 20}, {3, 20}};
  Scheduler s = with_runs(sizes);
  const auto chunks = share(s, sizes, 6, true);
  for (const RunId run : {1, 2, 3}) EXPECT_EQ(chunks.at(run), 2) << run;
}

TEST(Turns, ChunksOfOneGoFirstWithoutChangingWhoseTurnItIs) {
  const Sizes sizes{{1, 1}, {2, 4}, {3, 4}, {4, 4}};
  Scheduler s = with_runs(sizes);
  const auto chunks = share(s, sizes, 600, true);
  for (const RunId run : {2, 3, 4}) EXPECT_NEAR(static_cast<double>(chunks.at(run)), 100, 5) << run;
}

TEST(Turns, ARunThatHasNothingSavesNothingUp) {
  Sizes sizes{{1, 100}, {2, 0}};
  Scheduler s = with_runs(sizes);
  EXPECT_EQ(share(s, sizes, 500).at(1), 50'000);
  sizes[2] = 100;
  const auto people = share(s, sizes, 200);
  EXPECT_NEAR(static_cast<double>(people.at(2)), 10'000.0, 1'000.0);
}

TEST(Turns, ChunksOfOneGoFirstUpToHalf) {
  const Sizes sizes{{1, 1000}, {2, 1}};
  Scheduler s = with_runs(sizes);
  EXPECT_EQ(s.next_run(kService, ready_with(sizes)), 2);
  const auto chunks = share(s, sizes, 2000, true);
  EXPECT_GE(chunks.at(2), 1000) << "at least every second turn";
  EXPECT_GE(share(s, sizes, 10'000).at(1), 1'000'000) << "and the big ones get on";
}

TEST(Turns, ChunksOfOneTakeTheirTurnsAmongEachOther) {
  const Sizes sizes{{1, 1000}, {2, 1}, {3, 1}, {4, 1}};
  Scheduler s = with_runs(sizes);
  std::map<RunId, int> firsts;
  for (int i = 0; i < 60; ++i) {
    firsts[*s.next_run(kService, ready_with(sizes))]++;  // out of order
    s.next_run(kService, ready_with(sizes));             // in order
  }
  for (const RunId run : {2, 3, 4}) EXPECT_GE(firsts[run], 15) << run;
}

TEST(Turns, OneRunAloneGetsEveryTurn) {
  for (const std::int64_t people : {1, 7, 1000}) {
    const Sizes sizes{{1, people}};
    Scheduler s = with_runs(sizes);
    EXPECT_EQ(share(s, sizes, 100, true).at(1), 100);
  }
}

TEST(Turns, NobodyIsReady) {
  const Sizes sizes{{1, 0}, {2, 0}};
  Scheduler s = with_runs(sizes);
  EXPECT_EQ(s.next_run(kService, ready_with(sizes)), std::nullopt);
  Scheduler empty = with_runs({});
  EXPECT_EQ(empty.next_run(kService, ready_with(sizes)), std::nullopt);
}

TEST(Turns, RunsComeAndGo) {
  Sizes sizes{{1, 10}, {2, 10}};
  Scheduler s = with_runs(sizes);
  s.add_run(kService, 1);  // again: nothing
  s.remove_run(kService, 2);
  s.remove_run(kOther, 2);  // no such lane: nothing
  EXPECT_EQ(share(s, sizes, 10, true), (std::map<RunId, std::int64_t>{{1, 10}}));
  EXPECT_EQ(s.services(), std::vector<ServiceId>{kService});
}

}  // namespace
}  // namespace stepgate::flow
