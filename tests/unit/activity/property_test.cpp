// Random chunks of all sizes come back as they went in: by person, run, service, time and content,
// before and after compaction.
#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "random_chunk.hpp"

namespace stepgate::store::activity::testing {
namespace {

std::vector<Activity> all_pages(Reader& reader, const Filter& filter, std::size_t limit) {
  std::vector<Activity> all;
  std::optional<Position> before;
  do {
    const Page page = reader.list(filter, before, limit);
    EXPECT_TRUE(page.damages.empty());
    EXPECT_LE(page.activities.size(), limit);
    all.insert(all.end(), page.activities.begin(), page.activities.end());
    before = page.next;
    if (before) {
      EXPECT_EQ(parse_position(to_string(*before)), before);
    }
  } while (before);
  return all;
}

class Property : public ::testing::TestWithParam<int> {
 protected:
  void fill(RandomChunks& random, std::size_t commits) {
    for (std::size_t k = 0; k < commits; ++k) {
      std::vector<std::unique_ptr<Chunk>> together;
      const std::size_t chunks = 1 + random.below(6);
      for (std::size_t i = 0; i < chunks; ++i) together.push_back(random.next(random.size()));
      if (random.below(4) == 0) together.push_back(random.import(1 + random.below(300)));
      history_.write(together);
      random.advance();
    }
  }
  void check(const Filter& filter, std::size_t limit) {
    const std::vector<Activity> expected = history_.expected(filter);
    const std::vector<Activity> found = all_pages(history_.reader(), filter, limit);
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) ASSERT_EQ(found[i], expected[i]) << "at " << i;

    std::set<flow::PersonId> people;
    for (const Activity& a : expected) people.insert(a.person);
    EXPECT_EQ(history_.reader().people(filter).people,
              std::vector<flow::PersonId>(people.begin(), people.end()));
    std::size_t n = 0;
    history_.reader().each(filter, [&](const Activity&) { return ++n, true; });
    EXPECT_EQ(n, expected.size());
  }
  void check_results(flow::RunId run, bool failed_only) {
    Filter filter;
    filter.run = run;
    filter.type = ActivityType::service;
    if (failed_only) filter.outcome = Outcome::failed;
    std::vector<Activity> expected = history_.expected(filter);
    std::sort(expected.begin(), expected.end(), [](const Activity& a, const Activity& b) {
      return std::tie(a.chunk, a.person) < std::tie(b.chunk, b.person);
    });
    ResultQuery query;
    query.run = run;
    query.failed_only = failed_only;
    query.limit = 333;
    std::size_t seen = 0;
    while (true) {
      const ResultPage page = history_.reader().results(query);
      for (const Result& r : page.results) {
        ASSERT_LT(seen, expected.size());
        const Activity& a = expected[seen++];
        ASSERT_EQ(std::tie(r.person, r.outcome, r.code, r.reason, r.step, r.chunk, r.at),
                  std::tie(a.person, a.outcome, a.code, a.reason, a.step, a.chunk, a.at));
        query.after_chunk = r.chunk;
        query.after_person = r.person;
      }
      if (page.results.size() < query.limit) break;
    }
    EXPECT_EQ(seen, expected.size());
  }
  void check_counts(const Filter& filter) {
    std::map<std::tuple<flow::Ms, flow::ServiceId, std::string>, std::int64_t> expected, found;
    for (const Activity& a : history_.expected(filter)) {
      if (a.type != ActivityType::service) continue;
      ++expected[{a.at / 86'400'000 * 86'400'000, a.service, a.success ? "SUCCESS" : a.code}];
    }
    for (const Count& c : history_.reader().counts(filter).counts) {
      found[{c.day, c.service, c.code}] = c.n;
    }
    EXPECT_EQ(found, expected);
  }
  void check_all(RandomChunks& random) {
    for (int k = 0; k < 12; ++k) {
      Filter person;
      person.person = static_cast<flow::PersonId>(random.below(RandomChunks::kPeople)) +
                      (k % 3 == 0 ? RandomChunks::kFar : 1);
      check(person, 1 + random.below(20));
    }
    check({}, 20000);
    for (flow::RunId run = 1; run <= 5; ++run) {
      Filter filter;
      filter.run = run;
      check(filter, 7000);
      check_results(run, false);
      check_results(run, true);
      if (HasFatalFailure()) return;
    }
    check_filters(random);
  }
  void check_filters(RandomChunks& random) {
    Filter time;
    time.from = 1'790'000'000'000 + 60'000'000;
    time.to = random.now() - 30'000'000;
    check(time, 5000);
    check_counts(time);
    check_counts({});
    Filter service;
    service.service = 2;
    service.type = ActivityType::service;
    check(service, 4000);
    service.attribute = "matchReason";
    service.attribute_value = "APAC";
    check(service, 100);
    Filter sent;
    sent.parameter = "list";
    sent.parameter_value = "日本";
    check(sent, 500);
    sent.parameter = "minimum";
    sent.parameter_value = "75";
    check(sent, 500);
    Filter failed;
    failed.outcome = Outcome::failed;
    failed.code = "NO_RESULT";
    check(failed, 700);
    for (flow::FieldId field = 1; field <= 26; field += 9) {
      Filter change;
      change.field = field;
      check(change, 2000);
      change.new_value = "EMEA";
      check(change, 90);
      change.new_value = "";
      check(change, 90);
    }
    Filter any;
    any.old_value = "true";
    check(any, 300);
  }
  History history_;
};

TEST_P(Property, ComesBackBeforeAndAfterCompaction) {
  RandomChunks random(static_cast<std::uint64_t>(GetParam()));
  fill(random, 6);
  ASSERT_GT(history_.number("SELECT count(*) FROM activity_segment WHERE level = 0"), 3);
  check_all(random);
  ASSERT_FALSE(HasFatalFailure()) << "before compaction";
  const std::int64_t entries = history_.number("SELECT sum(n) FROM activity_segment");

  CompactionLimits limits;
  limits.open = 1;
  limits.small = 1;
  limits.entries = 1000 + static_cast<std::int64_t>(random.below(3000));
  // Small neighbours that stay small are not taken twice: they are of level 2 then.
  EXPECT_GT(history_.compact(limits), 0);
  EXPECT_EQ(history_.number("SELECT count(*) FROM activity_segment WHERE level = 0"), 0);
  EXPECT_EQ(history_.number("SELECT sum(n) FROM activity_segment"), entries);
  EXPECT_EQ(history_.number("SELECT count(*) FROM activity_block b LEFT JOIN activity_segment s ON "
                            "s.id = b.segment WHERE s.id IS NULL"),
            0);
  check_all(random);
  ASSERT_FALSE(HasFatalFailure()) << "after compaction";
  EXPECT_TRUE(history_.reader().verify().empty());
  // A statement left standing would hold its snapshot, and the WAL with it.
  EXPECT_EQ(sqlite3_txn_state(history_.reading().handle(), nullptr), SQLITE_TXN_NONE);

  fill(random, 2);  // old and new together
  check_all(random);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Property, ::testing::Range(1, 3));

}  // namespace
}  // namespace stepgate::store::activity::testing
