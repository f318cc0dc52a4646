// Runs as people look at them: audiences, chunks, results, statistics, logs, traces.
#include "engine_fixture.hpp"
#include "store/service_log_repository.hpp"
#include "store/statistics_repository.hpp"
#include "store/trace_repository.hpp"

namespace stepgate::store::testing {
namespace {

using flow::State;
constexpr flow::PersonId kBucket = flow::PersonId{1} << 20;

class RunsTest : public EngineTest {
 protected:
  RunsTest() { add_people({1, 2, 3, 4, 5, kBucket, kBucket + 1, 3 * kBucket + 7}); }
};

TEST_F(RunsTest, EveryoneHasACursorForEachBucketWithPeople) {
  const flow::RunId run = start_run();
  const auto cursors = store().cursors(run);
  ASSERT_EQ(cursors.size(), 3u);
  EXPECT_EQ(cursors[0].after, 0);
  EXPECT_EQ(cursors[1].bucket, 1);
  EXPECT_EQ(store().next_people(run, 1, cursors[1].after, 10),
            (std::vector<flow::PersonId>{kBucket, kBucket + 1}));
  const RunInfo info = db().runs().get(run);
  EXPECT_EQ(info.people, 8);
  EXPECT_EQ(info.campaign_name, "Clean up");
  EXPECT_EQ(info.row.parameters, R"({"format":"ISO"})");
  EXPECT_EQ(store().open_runs().size(), 1u);
}

TEST_F(RunsTest, PeopleAddedLaterAreNotInTheRun) {
  const flow::RunId run = start_run();
  add_people({3 * kBucket + 8});
  EXPECT_EQ(store().next_people(run, 3, 0, 10), (std::vector<flow::PersonId>{3 * kBucket + 7}));
}

TEST_F(RunsTest, AListIsSortedAndItsUnknownIdsAreCounted) {
  Audience audience;
  audience.kind = Audience::Kind::ids;
  audience.ids = {5, 2, 2, 99, kBucket, 1, -4};
  const flow::RunId run = start_run(audience);
  EXPECT_EQ(db().runs().get(run).people, 4);
  EXPECT_EQ(db().runs().get(run).unknown, 2);
  EXPECT_EQ(store().next_people(run, 0, 0, 2), (std::vector<flow::PersonId>{1, 2}));
  EXPECT_EQ(store().next_people(run, 0, 2, 2), (std::vector<flow::PersonId>{5}));
  EXPECT_EQ(store().next_people(run, 1, 0, 9), (std::vector<flow::PersonId>{kBucket}));
}

TEST_F(RunsTest, ALongListIsReadAcrossItsRows) {
  std::vector<flow::PersonId> ids;
  for (flow::PersonId i = 10; i < 10 + 20'000; ++i) ids.push_back(i);
  add_people(ids);
  Audience audience;
  audience.kind = Audience::Kind::ids;
  audience.ids = ids;
  const flow::RunId run = start_run(audience);
  std::vector<flow::PersonId> read;
  for (flow::PersonId after = 0;;) {
    const auto slice = store().next_people(run, 0, after, 4096);
    read.insert(read.end(), slice.begin(), slice.end());
    if (slice.size() < 4096) break;
    after = slice.back();
  }
  EXPECT_EQ(read, ids);
}

TEST_F(RunsTest, AConditionFindsByTypedValue) {
  Audience audience;
  audience.kind = Audience::Kind::where;
  audience.field = kCountry;
  audience.value = "old";
  EXPECT_EQ(db().runs().get(start_run(audience)).people, 8);
  audience.value = "OLD";
  EXPECT_EQ(code_of([&] { start_run(audience); }), "AUDIENCE_EMPTY");
  audience.field = kScore;
  audience.value = "";
  const flow::RunId run = start_run(audience);
  EXPECT_EQ(store().next_people(run, 0, 0, 3), (std::vector<flow::PersonId>{1, 2, 3}));
  audience.value = "x";
  EXPECT_EQ(code_of([&] { start_run(audience); }), "VALUE_UNREADABLE");
  audience.field = 4711;
  EXPECT_EQ(code_of([&] { start_run(audience); }), "FIELD_UNKNOWN");
}

TEST_F(RunsTest, ARunOfNothingIsRefused) {
  NewRun run;
  run.campaign = campaign_;
  run.service = 4711;
  EXPECT_EQ(code_of([&] { db().runs().create(run); }), "NOT_FOUND");
  run.service = service_;
  run.campaign = 4711;
  EXPECT_EQ(code_of([&] { db().runs().create(run); }), "NOT_FOUND");
  EXPECT_TRUE(db().runs().list(0, 0, 10).empty());
}

TEST_F(RunsTest, ChunksAndResultsArePagedBySeq) {
  const flow::RunId run = start_run();
  const flow::Birth a = birth(run, 7, {1, 2}, 0, 1), b = birth(run, 8, {3}, 2, 2),
                    c = birth(run, 9, {4, 5}, 3, 3);
  commit({a, b, c});
  flow::ChunkResults r = results_for({1, 2});
  r.fields = {{kCountry, {text_cell(r, "DE"), text_cell(r, "old")}}};
  flow::ChunkResults s = results_for({4, 5});
  s.failed[1] = 1;
  s.codes[1] = text_cell(s, "BAD");
  s.reasons[1] = text_cell(s, "no such country");
  clock_.advance(1000);
  commit({closing(a.row, share(std::move(r))), closing(c.row, share(std::move(s)))});

  const auto chunks = db().runs().chunks(run, 0, 2);
  ASSERT_EQ(chunks.size(), 2u);
  EXPECT_EQ(chunks[0].row.state, State::done);
  EXPECT_EQ(chunks[0].changed, 1);
  EXPECT_EQ(chunks[0].closed_at, clock_.now());
  EXPECT_EQ(chunks[1].row.state, State::sending);
  EXPECT_EQ(chunks[1].closed_at, 0);
  EXPECT_EQ(db().runs().chunks(run, 2, 9).size(), 1u);
  EXPECT_EQ(db().runs().chunk(run, 3)->failed, 1);
  EXPECT_EQ(db().runs().chunk(run, 4), std::nullopt);

  const auto all = db().runs().results(run, false, 0, 0, 10);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].person, 1);
  EXPECT_EQ(all[0].outcome, "changed");
  EXPECT_EQ(all[1].outcome, "unchanged");
  EXPECT_EQ(all[3].seq, 3u);
  const auto rest = db().runs().results(run, false, all[1].seq, all[1].person, 10);
  ASSERT_EQ(rest.size(), 2u);
  EXPECT_EQ(rest[0].person, 4);
  const auto failed = db().runs().results(run, true, 0, 0, 10);
  ASSERT_EQ(failed.size(), 1u);
  EXPECT_EQ(failed[0].code, "BAD");
  EXPECT_EQ(failed[0].reason, "no such country");
}

TEST_F(RunsTest, AllChunksInFlightAreInOneListWhateverTheService) {
  const flow::RunId run = start_run();
  flow::Birth a = birth(run, 7, {1, 2}, 0, 1);
  a.row.state = State::queued;
  a.row.due_at = clock_.now();
  commit_one(a);
  EXPECT_EQ(store().claimable(1, clock_.now(), 9).size(), 1u);
  EXPECT_TRUE(store().claimable(1, clock_.now() - 1, 9).empty());
  EXPECT_TRUE(store().claimable(2, clock_.now(), 9).empty());
  commit_one(flow::RunChange{run, flow::RunState::running, flow::RunState::paused});
  EXPECT_TRUE(store().claimable(1, clock_.now(), 9).empty());
}

TEST_F(RunsTest, StatisticsAreCountedByHourAndDay) {
  constexpr flow::Ms kHour = 3'600'000;
  const flow::Ms day = 20'000 * 24 * kHour;
  const auto at = [&](flow::Ms now, const char* message) {
    store().commit(std::vector<flow::Op>{flow::Statistic{service_, "201", message}}, now);
  };
  at(day + 5, "first");
  at(day + kHour + 5, "second");
  at(day + 25 * kHour, "third");
  StatisticQuery query;
  query.service = service_;
  query.level = StatisticLevel::chunk;
  EXPECT_EQ(db().statistics().query(query).size(), 3u);
  query.by_day = true;
  const auto days = db().statistics().query(query);
  ASSERT_EQ(days.size(), 2u);
  EXPECT_EQ(days[0].bucket, day);
  EXPECT_EQ(days[0].n, 2);
  EXPECT_EQ(days[0].message, "second");
  query.from = day + 24 * kHour;
  EXPECT_EQ(db().statistics().query(query).size(), 1u);
  query.service = service_ + 1;
  EXPECT_TRUE(db().statistics().query(query).empty());
}

TEST_F(RunsTest, TheServiceLogIsFiltered) {
  auto& log = db().service_log();
  log.append({service_, 0, 0, 0, {1, "admin", "ACTIVATED", "by hand"}});
  log.append({service_, 3, 7, 0, {2, "value", "TEXT_CUT", "cut"}});
  log.append({service_ + 1, 3, 8, 12, {3, "callback", "TOKEN_WRONG", "refused"}});
  EXPECT_EQ(log.query({}).size(), 3u);
  EXPECT_EQ(log.query({})[0].entry.code, "TOKEN_WRONG");
  EXPECT_EQ(log.query({.service = service_}).size(), 2u);
  EXPECT_EQ(log.query({.min_severity = 2}).size(), 2u);
  EXPECT_EQ(log.query({.kind = "admin"}).size(), 1u);
  EXPECT_EQ(log.query({.code = "TEXT_CUT"}).size(), 1u);
  EXPECT_EQ(log.query({.run = 3}).size(), 2u);
  EXPECT_EQ(log.query({.chunk = 8}).size(), 1u);
  EXPECT_EQ(log.query({.person = 12}).size(), 1u);
  EXPECT_TRUE(log.query({.to = clock_.now()}).empty());
  const auto newest = log.query({.limit = 1});
  EXPECT_EQ(log.query({.before = newest[0].id}).size(), 2u);
}

TEST_F(RunsTest, TracesSayWhenEachLegWas) {
  const flow::ChunkKey key{0, 7};
  const Ms left = clock_.now() - 5'000, came = clock_.now() - 2'000;
  commit({flow::TraceWrite{key, 1, "request", "POST /", left},
          flow::TraceWrite{key, 1, "answer", "HTTP 201", came}});
  const auto traces = db().traces().list(key);
  ASSERT_EQ(traces.size(), 2u);
  EXPECT_EQ(traces[0].at, left);
  EXPECT_EQ(traces[1].at, came);
}

TEST_F(RunsTest, TracesAreKeptInOrderAndBounded) {
  const flow::ChunkKey key{0, 7};
  commit({flow::TraceWrite{key, 1, "request", "POST /"},
          flow::TraceWrite{key, 1, "answer", std::string(1 << 20, 'x')}});
  const auto traces = db().traces().list(key);
  ASSERT_EQ(traces.size(), 2u);
  EXPECT_EQ(traces[0].kind, "request");
  EXPECT_EQ(traces[1].text.size(), 256u << 10);
  EXPECT_TRUE(db().traces().list({0, 8}).empty());
}

}  // namespace
}  // namespace stepgate::store::testing
