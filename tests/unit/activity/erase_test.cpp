// Erasing a person takes what is theirs from segments of every level, and nothing else.
#include <algorithm>
#include <map>

#include "random_chunk.hpp"
#include "store/activity/erase.hpp"

namespace stepgate::store::activity::testing {
namespace {

void fill(History& history, RandomChunks& random) {
  for (int i = 0; i < 12; ++i) {
    std::vector<std::unique_ptr<Chunk>> together;
    for (int k = 0; k < 4; ++k) together.push_back(random.next(1 + random.below(150)));
    together.push_back(random.import(30));
    history.write(together);
    random.advance();
  }
}

std::vector<Activity> without(std::vector<Activity> all, flow::PersonId person) {
  std::erase_if(all, [&](const Activity& a) { return a.person == person; });
  return all;
}

flow::PersonId busiest(const std::vector<Activity>& all) {
  std::map<flow::PersonId, int> counts;
  for (const Activity& a : all) ++counts[a.person];
  return std::max_element(counts.begin(), counts.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

TEST(Erase, TakesWhatIsTheirsAtEveryLevel) {
  CompactionLimits eager;
  eager.open = eager.small = 1;
  for (const bool compacted : {false, true}) {
    SCOPED_TRACE(compacted);
    History history;
    RandomChunks random(11);
    fill(history, random);
    if (compacted) history.compact(eager);
    fill(history, random);
    const std::vector<Activity> before = history.reader().list({}, {}, 1'000'000).activities;
    const flow::PersonId person = busiest(before);
    const Erased erased = erase_person(history.writer(), person);
    EXPECT_GT(erased.entries, 0);
    EXPECT_TRUE(erased.damages.empty());
    EXPECT_EQ(history.reader().list({}, {}, 1'000'000).activities, without(before, person));
    Filter theirs;
    theirs.person = person;
    EXPECT_TRUE(history.reader().list(theirs, {}, 100).activities.empty());
    EXPECT_TRUE(history.reader().verify().empty());
    EXPECT_EQ(erase_person(history.writer(), person).entries, 0);
    history.compact(eager);
    EXPECT_EQ(history.reader().list({}, {}, 1'000'000).activities, without(before, person));
  }
}

TEST(Erase, OfTheOnlyOneLeavesNoSegment) {
  History history;
  history.write(plain_chunk({7}));
  EXPECT_EQ(erase_person(history.writer(), 7).entries, 1);
  EXPECT_EQ(history.number("SELECT count(*) FROM activity_segment"), 0);
  EXPECT_EQ(history.number("SELECT count(*) FROM activity_block"), 0);
}

TEST(Erase, NamesWhatItCanNotRead) {
  History history;
  history.write(plain_chunk({7, 8}));
  history.writer().write([](sql::Connection& connection) {
    connection.exec("UPDATE activity_segment SET body = zeroblob(40)");
  });
  const Erased erased = erase_person(history.writer(), 7);
  EXPECT_EQ(erased.entries, 0);
  ASSERT_EQ(erased.damages.size(), 1U);
  EXPECT_EQ(erase_person(history.writer(), 9).damages.size(), 0U);
}

}  // namespace
}  // namespace stepgate::store::activity::testing
