// Compaction loses nothing, whatever happens to it; retention drops what is old.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "random_chunk.hpp"
#include "store/activity/background.hpp"

namespace stepgate::store::activity::testing {
namespace {

CompactionLimits eager() {
  CompactionLimits limits;
  limits.open = 1;
  limits.small = 1;
  limits.entries = 300;
  return limits;
}

void fill(History& history, RandomChunks& random, int commits, std::size_t people) {
  for (int i = 0; i < commits; ++i) {
    std::vector<std::unique_ptr<Chunk>> together;
    for (int k = 0; k < 4; ++k) together.push_back(random.next(1 + random.below(people)));
    history.write(together);
    random.advance();
  }
}

std::vector<Activity> everything(Reader& reader) {
  const Page page = reader.list({}, {}, 1'000'000);
  EXPECT_TRUE(page.damages.empty());
  return page.activities;
}

TEST(Compaction, WaitsUntilThereIsEnough) {
  History history;
  RandomChunks random(1);
  for (int i = 0; i < 9; ++i) history.write(plain_chunk({1 + i}));
  CompactionLimits limits;
  limits.open = 10;
  Compactor compactor(history.writer(), history.readers(), limits);
  EXPECT_FALSE(compactor.step().did_something());
  history.write(plain_chunk({5}));
  const Compacted done = compactor.step();
  EXPECT_EQ(done.entries, 10);
  EXPECT_EQ(done.before, 10);
  EXPECT_EQ(done.after, 1);
  EXPECT_FALSE(compactor.step().did_something());
  EXPECT_EQ(history.number("SELECT count(*) FROM activity_block"), 1);
}

TEST(Compaction, SmallNeighboursOfOneRunBecomeOne) {
  History history;
  for (int k = 0; k < 11; ++k) {
    std::vector<flow::PersonId> ids;
    for (int i = 0; i < 100; ++i) ids.push_back(1 + k * 100 + i);
    auto chunk = plain_chunk(std::move(ids));
    chunk->activities.chunk = 50 + k;
    history.write(std::move(chunk));
  }
  EXPECT_EQ(history.compact({}), 1100);
  EXPECT_EQ(history.number("SELECT count(*) FROM activity_segment"), 1);
  EXPECT_EQ(history.number("SELECT level FROM activity_segment"), 2);
  EXPECT_EQ(history.number("SELECT run FROM activity_segment"), 1);
  EXPECT_EQ(history.number("SELECT chunk IS NULL FROM activity_segment"), 1);
  EXPECT_EQ(history.number("SELECT count(*) FROM activity_block"), 2);  // ids 1 to 1100
  ResultQuery query;
  query.run = 1;
  query.chunk = 55;
  query.limit = 1000;
  const ResultPage page = history.reader().results(query);
  ASSERT_EQ(page.results.size(), 100U);
  EXPECT_EQ(page.results[0].person, 501);
}

TEST(Compaction, ManyRunsOfFewPeopleAreNotLookedAtForEver) {
  History history;
  for (int run = 1; run <= 12; ++run) {
    std::vector<flow::PersonId> ids;
    for (int i = 0; i < 70; ++i) ids.push_back(1 + i * run);
    auto chunk = plain_chunk(std::move(ids));
    chunk->activities.run = run;
    chunk->activities.chunk = run;
    history.write(std::move(chunk));
  }
  CompactionLimits limits;
  limits.many = 13;
  EXPECT_EQ(history.compact(limits), 0);
  limits.many = 12;
  EXPECT_EQ(history.compact(limits), 12 * 70);
  EXPECT_EQ(history.number("SELECT count(*) FROM activity_segment WHERE level = 1"), 0);
  ResultQuery query;
  query.run = 9;
  EXPECT_EQ(history.reader().results(query).results.size(), 70U);
}

TEST(Compaction, ReadersBesideItAlwaysSeeEverything) {
  History history;
  RandomChunks random(7);
  fill(history, random, 25, 40);
  const std::vector<Activity> expected = everything(history.reader());
  std::jthread compacting([&] { history.compact(eager()); });
  int reads = 0;
  while (history.number("SELECT count(*) FROM activity_segment WHERE level = 0") > 0 || reads < 3) {
    ASSERT_EQ(everything(history.reader()), expected);
    ++reads;
  }
  compacting.join();
  EXPECT_EQ(everything(history.reader()), expected);
}

/// A child compacts until it is killed; what it has not committed never happened.
TEST(Compaction, KilledInTheMiddleLosesNothing) {
  Folder folder;
  std::vector<Activity> expected;
  std::int64_t entries = 0, open = 0;
  {
    History history(folder.file());
    RandomChunks random(11);
    fill(history, random, 40, 60);
    expected = everything(history.reader());
    entries = history.number("SELECT sum(n) FROM activity_segment");
    open = history.number("SELECT count(*) FROM activity_segment WHERE level = 0");
  }
  int moved = 0;
  for (int round = 0; round < 12; ++round) {
    const pid_t child = fork();
    if (child == 0) {
      History history(folder.file());
      CompactionLimits limits = eager();
      limits.entries = 60;
      Compactor compactor(history.writer(), history.readers(), limits);
      while (compactor.step().did_something()) {
      }
      _exit(0);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(4 + round * 3));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) ++moved;

    History history(folder.file());
    EXPECT_EQ(history.number("SELECT sum(n) FROM activity_segment"), entries);
    EXPECT_EQ(history.reading().query("PRAGMA integrity_check")[0][0].text(), "ok");
  }
  EXPECT_GT(moved, 0);
  History history(folder.file());
  // What had been committed before a kill has stayed.
  EXPECT_LT(history.number("SELECT count(*) FROM activity_segment WHERE level = 0"), open);
  EXPECT_EQ(everything(history.reader()), expected);
  history.compact(eager());
  EXPECT_EQ(everything(history.reader()), expected);
}

TEST(Compaction, HappensBesideTheOthers) {
  History history;
  Background background(history.writer(), history.readers());
  for (int i = 0; i < 230; ++i) history.write(plain_chunk({1 + i % 40}));
  for (int i = 0; i < 400; ++i) {
    if (history.number("SELECT count(*) FROM activity_segment WHERE level = 0") < 200) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_LT(history.number("SELECT count(*) FROM activity_segment WHERE level = 0"), 200);
  EXPECT_EQ(history.number("SELECT sum(n) FROM activity_segment"), 230);
}

TEST(Retention, DropsWhatIsOlder) {
  History history;
  RandomChunks random(21);
  fill(history, random, 20, 150);
  history.compact(eager());
  const flow::Ms before = random.now() - 200'000'000;
  const std::int64_t old = history.number(
      "SELECT coalesce(sum(n), 0) FROM activity_segment WHERE at < " + std::to_string(before));
  ASSERT_GT(old, 0);
  const std::int64_t all = history.number("SELECT sum(n) FROM activity_segment");
  EXPECT_EQ(drop_before(history.writer(), before, [] { return false; }), old);
  EXPECT_EQ(history.number("SELECT sum(n) FROM activity_segment"), all - old);
  EXPECT_EQ(history.number("SELECT count(*) FROM activity_block WHERE segment NOT IN (SELECT id "
                           "FROM activity_segment)"),
            0);
  Filter kept;
  kept.from = before;
  const std::vector<Activity> expected = history.expected(kept);
  EXPECT_EQ(history.reader().list(kept, {}, 1'000'000).activities.size(), expected.size());
  EXPECT_EQ(drop_before(history.writer(), before, [] { return false; }), 0);
}

}  // namespace
}  // namespace stepgate::store::activity::testing
