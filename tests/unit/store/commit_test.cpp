// What a commit does, guards, and how a poisoned operation is found.
#include "engine_fixture.hpp"
#include "store/field_repository.hpp"
#include "store/service_log_repository.hpp"
#include "store/statistics_repository.hpp"

namespace stepgate::store::testing {
namespace {

using flow::Applied;
using flow::State;

class CommitTest : public EngineTest {
 protected:
  CommitTest() {
    add_people({1, 2, 3, 10, 11});
    run_ = start_run();
  }
  flow::ChunkRow born(flow::ChunkId chunk, std::vector<flow::PersonId> ids, flow::PersonId from = 0,
                      std::uint32_t seq = 1) {
    const flow::Birth b = birth(run_, chunk, std::move(ids), from, seq);
    EXPECT_EQ(commit_one(b).applied, Applied::applied);
    return b.row;
  }
  flow::StepCounts counts() { return *store().counts(run_, 1); }

  flow::RunId run_ = 0;
};

TEST_F(CommitTest, ABirthIsThereWithItsMembersAndMovesTheCursor) {
  const flow::ChunkRow row = born(7, {1, 2, 3});
  EXPECT_EQ(store().find_chunk(row.key()), row);
  EXPECT_EQ(store().members(row.key()), (std::vector<flow::PersonId>{1, 2, 3}));
  ASSERT_EQ(store().cursors(run_).size(), 1u);
  EXPECT_EQ(store().cursors(run_)[0].after, 3);
  EXPECT_EQ(counts().entered, 3);
  EXPECT_EQ(store().open_chunk_count(1), 1);
  EXPECT_EQ(store().find_run(run_)->next_seq, 2u);
}

TEST_F(CommitTest, ABirthIsLostWhenTheCursorHasMoved) {
  born(7, {1, 2, 3});
  EXPECT_EQ(commit_one(birth(run_, 8, {1, 2, 3})).applied, Applied::lost);
  EXPECT_EQ(counts().entered, 3);
}

TEST_F(CommitTest, ABirthIsLostWhenTheRunIsPaused) {
  commit_one(flow::RunChange{run_, flow::RunState::running, flow::RunState::paused});
  EXPECT_EQ(commit_one(birth(run_, 8, {1, 2})).applied, Applied::lost);
}

TEST_F(CommitTest, ATransitionIsGuardedByVer) {
  const flow::ChunkRow row = born(7, {1, 2, 3});
  const auto accepted = to_state(row, State::accepted);
  EXPECT_EQ(commit_one(accepted).applied, Applied::applied);
  EXPECT_EQ(commit_one(accepted).applied, Applied::lost);
  EXPECT_EQ(store().find_chunk(row.key())->ver, 2u);
}

TEST_F(CommitTest, ACloseWritesFieldsAndCountsOutcomes) {
  const flow::ChunkRow row = born(7, {1, 2, 3});
  flow::ChunkResults r = results_for({1, 2, 3});
  flow::FieldColumn country{kCountry, {}};
  country.cells = {text_cell(r, "DE"), text_cell(r, "old"), flow::Cell{}};
  flow::FieldColumn score{kScore,
                          {flow::Cell{}, flow::Cell{}, integer_cell(5, flow::Cell::Kind::add)}};
  r.fields = {country, score};
  r.failed[2] = 1;
  r.codes[2] = text_cell(r, "NO_COUNTRY");
  r.reasons[2] = text_cell(r, "unknown name");
  r.refused_values = 2;
  const auto before = value(2, "updatedAt");
  clock_.advance(60'000);
  const flow::OpResult result = commit_one(closing(row, share(std::move(r))));
  EXPECT_EQ(result.applied, Applied::applied);
  EXPECT_EQ(result.changed, 1);
  EXPECT_EQ(result.unchanged, 1);
  EXPECT_EQ(result.failed, 1);
  EXPECT_EQ(result.field_writes, 2);
  EXPECT_EQ(value(1, "country"), "\"DE\"");
  EXPECT_EQ(value(3, "leadScore"), "5");
  EXPECT_EQ(value(2, "updatedAt"), before);
  EXPECT_NE(value(1, "updatedAt"), before);
  EXPECT_EQ(counts().changed, 1);
  EXPECT_EQ(counts().unchanged, 1);
  EXPECT_EQ(counts().failed, 1);
  EXPECT_EQ(counts().refused_values, 2);
  EXPECT_EQ(counts().chunks_closed, 1);
  EXPECT_EQ(store().open_chunk_count(1), 0);
  EXPECT_TRUE(store().open_chunks(run_, 10).empty());
  EXPECT_EQ(store().find_chunk(row.key())->state, State::done);
  EXPECT_TRUE(store().find_chunk(row.key())->digest.has_value());

  const auto failures = db().runs().failures(run_);
  ASSERT_EQ(failures.size(), 1u);
  EXPECT_EQ(failures[0].code, "NO_COUNTRY");
  EXPECT_EQ(failures[0].message, "unknown name");
  const auto statistics = db().statistics().query({.service = 1});
  ASSERT_EQ(statistics.size(), 2u);
  EXPECT_EQ(statistics[0].code, "NO_COUNTRY");
  EXPECT_EQ(statistics[0].n, 1);
  EXPECT_EQ(statistics[1].code, flow::kSuccess);
  EXPECT_EQ(statistics[1].n, 2);
}

TEST_F(CommitTest, AScoreStaysInside32Bits) {
  const flow::ChunkRow row = born(7, {1});
  flow::ChunkResults r = results_for({1});
  r.fields = {{kScore, {integer_cell(2'000'000'000)}}};
  commit_one(closing(row, share(std::move(r))));
  const flow::ChunkRow next = born(8, {2}, 1, 2);
  (void)next;
  const flow::ChunkRow third = born(9, {3}, 2, 3);
  flow::ChunkResults more = results_for({3});
  more.fields = {{kScore, {integer_cell(-3'000'000'000, flow::Cell::Kind::add)}}};
  commit_one(closing(third, share(std::move(more))));
  EXPECT_EQ(value(1, "leadScore"), "2000000000");
  EXPECT_EQ(value(3, "leadScore"), "-2147483648");
  const auto log = db().service_log().query({});
  ASSERT_EQ(log.size(), 1u) << "the absolute one stopped nowhere";
  EXPECT_EQ(log[0].entry.code, "SCORE_BOUNDED");
  EXPECT_EQ(log[0].chunk, 9);
}

TEST_F(CommitTest, EmptyTextClearsAndClearingTheEmptyIsNoChange) {
  const flow::ChunkRow row = born(7, {1, 2});
  flow::ChunkResults r = results_for({1, 2});
  r.fields = {{kCountry, {text_cell(r, ""), null_cell()}},
              {kFirstName, {null_cell(), null_cell()}}};
  const flow::OpResult result = commit_one(closing(row, share(std::move(r))));
  EXPECT_EQ(result.field_writes, 2);
  EXPECT_EQ(value(1, "country"), "null");
  EXPECT_EQ(value(2, "country"), "null");
}

TEST_F(CommitTest, MoreFieldsThanAFunctionTakesArguments) {
  flow::ChunkResults r = results_for({1, 2, 3});
  for (int i = 0; i < 230; ++i) {
    const auto field = db().fields().add("custom_" + std::to_string(i), "", flow::DataType::string);
    flow::FieldColumn column{field.id, {}};
    for (int p = 0; p < 3; ++p) column.cells.push_back(text_cell(r, "v" + std::to_string(i)));
    r.fields.push_back(std::move(column));
  }
  const flow::ChunkRow row = born(7, {1, 2, 3});
  EXPECT_EQ(commit_one(closing(row, share(std::move(r)))).field_writes, 690);
  EXPECT_EQ(value(2, "custom_0"), "\"v0\"");
  EXPECT_EQ(value(3, "custom_229"), "\"v229\"");
}

TEST_F(CommitTest, PeopleWhoAreGoneStillHaveOneOutcome) {
  const flow::ChunkRow row = born(7, {1, 2, 3, 9, 10});
  flow::ChunkResults r = results_for({1, 2, 3, 9, 10});
  r.fields = {{kCountry, {}}};
  for (int i = 0; i < 5; ++i) r.fields[0].cells.push_back(text_cell(r, "FR"));
  const flow::OpResult result = commit_one(closing(row, share(std::move(r))));
  EXPECT_EQ(result.changed, 4);
  EXPECT_EQ(result.unchanged, 1);
  EXPECT_EQ(value(9, "country"), "nobody");
}

TEST_F(CommitTest, WithoutResultsEveryoneFailsAndRecordsAreNotCounted) {
  const flow::ChunkRow row = born(7, {1, 2, 3});
  const auto t = to_state(row, State::timed_out,
                          {flow::Close{nullptr, "CALLBACK_TIMEOUT", "nothing came"},
                           flow::CountStatistic{"CALLBACK_TIMEOUT", "nothing came"}});
  EXPECT_EQ(commit_one(t).failed, 3);
  EXPECT_TRUE(db().statistics().query({.service = 1}).empty());
  const auto chunks = db().statistics().query({.service = 1, .level = StatisticLevel::chunk});
  ASSERT_EQ(chunks.size(), 1u);
  EXPECT_EQ(chunks[0].n, 1);
  EXPECT_EQ(db().runs().failures(run_)[0].people, 3);
  EXPECT_EQ(db().runs().chunk(run_, 1)->code, "CALLBACK_TIMEOUT");
}

TEST_F(CommitTest, ASplitLeavesTwoQueuedHalves) {
  const flow::ChunkRow row = born(7, {1, 2, 3});
  EXPECT_EQ(commit_one(to_state(row, State::split, {flow::Split{20, 21, 2, 3}})).applied,
            Applied::applied);
  const auto open = store().open_chunks(run_, 10);
  ASSERT_EQ(open.size(), 2u);
  EXPECT_EQ(store().members(open[0].key()), (std::vector<flow::PersonId>{1, 2}));
  EXPECT_EQ(store().members(open[1].key()), (std::vector<flow::PersonId>{3}));
  EXPECT_EQ(open[1].seq, 3u);
  EXPECT_EQ(store().claimable(1, clock_.now(), 10).size(), 2u);
  EXPECT_EQ(counts().entered, 3);
  EXPECT_EQ(counts().chunks, 3);
  EXPECT_EQ(counts().chunks_closed, 1);
}

TEST_F(CommitTest, PeopleLeaveWithAnAbortedChunk) {
  flow::Birth b = birth(run_, 7, {1, 2});
  b.row.state = State::queued;
  commit_one(b);
  commit_one(to_state(b.row, State::aborted, {flow::LeaveFlow{}}));
  EXPECT_EQ(counts().left, 2);
  EXPECT_EQ(store().find_chunk(b.row.key())->state, State::aborted);
}

TEST_F(CommitTest, LateResultsAreKeptOncePerDigestAndTheRowStays) {
  const flow::ChunkRow row = born(7, {1, 2, 3});
  const auto t = to_state(row, State::timed_out, {flow::Close{nullptr, "CALLBACK_TIMEOUT", ""}});
  commit_one(t);
  flow::Transition late;
  late.next = *store().find_chunk(row.key());
  late.before_ver = late.next.ver;
  late.writes = {flow::KeepLate{share(results_for({1, 2, 3}))}};
  EXPECT_EQ(commit_one(late).applied, Applied::applied);
  EXPECT_EQ(commit_one(late).applied, Applied::applied);
  const std::string dump = store().dump();
  const auto first = dump.find("\nlate ");
  EXPECT_NE(first, std::string::npos);
  EXPECT_EQ(dump.find("\nlate ", first + 1), std::string::npos);
  late.writes = {flow::Close{}};
  EXPECT_EQ(commit_one(late).applied, Applied::poisoned);
}

TEST_F(CommitTest, ARunEndsOnlyWhenNothingIsOpen) {
  const flow::RunChange end{run_, flow::RunState::running, flow::RunState::done};
  EXPECT_EQ(commit_one(end).applied, Applied::lost);
  const flow::Birth b = birth(run_, 7, {1, 2, 3, 10, 11});
  commit_one(b);
  EXPECT_EQ(commit_one(flow::CursorDone{run_, 0, 11}).applied, Applied::applied);
  EXPECT_EQ(commit_one(end).applied, Applied::lost);
  const auto results = commit({closing(b.row, share(results_for(b.members))), end});
  EXPECT_EQ(results[1].applied, Applied::applied);
  EXPECT_TRUE(store().open_runs().empty());
  EXPECT_EQ(db().runs().get(run_).ended_at, clock_.now());
}

TEST_F(CommitTest, APoisonedOperationIsFoundAndTheOthersGoOn) {
  const flow::ChunkRow first = born(7, {1, 2});
  const flow::ChunkRow second = born(8, {3}, 2, 2);
  const flow::ChunkRow third = born(9, {10, 11}, 3, 3);
  flow::ChunkResults bad = results_for({3});
  bad.fields = {{9999, {integer_cell(1)}}};
  const auto results =
      commit({closing(first, share(results_for({1, 2}))), closing(second, share(std::move(bad))),
              closing(third, share(results_for({10, 11})))});
  EXPECT_EQ(results[0].applied, Applied::applied);
  EXPECT_EQ(results[1].applied, Applied::poisoned);
  EXPECT_NE(results[1].error.find("f9999"), std::string::npos) << results[1].error;
  EXPECT_EQ(results[2].applied, Applied::applied);
  EXPECT_EQ(results[2].unchanged, 2);
  EXPECT_EQ(store().find_chunk(second.key())->state, State::sending);
  EXPECT_EQ(counts().chunks_closed, 2);
}

TEST_F(CommitTest, ResultsOfOtherPeopleArePoison) {
  const flow::ChunkRow row = born(7, {1, 2});
  EXPECT_EQ(commit_one(closing(row, share(results_for({1, 3})))).applied, Applied::poisoned);
  EXPECT_EQ(commit_one(closing(row, share(results_for({1, 2})))).applied, Applied::applied);
}

TEST_F(CommitTest, ManyPoisonedAmongManyGood) {
  std::vector<flow::Op> ops;
  for (int i = 0; i < 64; ++i) {
    if (i % 3 == 0) {
      flow::Birth bad = birth(run_, 100 + i, {1, 2});
      bad.row.people = 9;
      ops.emplace_back(bad);
    } else {
      ops.emplace_back(flow::Statistic{1, "201", ""});
    }
  }
  const auto results = commit(ops);
  for (int i = 0; i < 64; ++i) {
    EXPECT_EQ(results[static_cast<std::size_t>(i)].applied,
              i % 3 == 0 ? Applied::poisoned : Applied::applied);
  }
  EXPECT_EQ(db().statistics().query({.service = 1, .level = StatisticLevel::chunk})[0].n, 42);
}

TEST_F(CommitTest, StoreTimeNeverGoesBackAndSurvivesARestart) {
  commit({flow::Statistic{1, "201", ""}});
  const auto now = clock_.now();
  store().commit(std::vector<flow::Op>{flow::Statistic{1, "201", ""}}, 5);
  EXPECT_EQ(store().last_time(), now);
  open();
  EXPECT_EQ(store().last_time(), now);
}

TEST_F(CommitTest, EverythingIsThereAfterARestart) {
  const flow::ChunkRow row = born(7, {1, 2, 3});
  born(8, {10, 11}, 3, 2);
  commit_one(closing(row, share(results_for({1, 2, 3}))));
  const std::string before = store().dump();
  open();
  EXPECT_EQ(store().dump(), before);
  EXPECT_EQ(store().open_chunk_count(1), 1);
  EXPECT_EQ(store().orphans(2, 10).size(), 1u);
  EXPECT_TRUE(store().orphans(1, 10).empty());
  EXPECT_EQ(store().due(5'000, 10).size(), 1u);
  EXPECT_TRUE(store().due(4'999, 10).empty());
  EXPECT_EQ(db().highest_chunk(), 8);
}

}  // namespace
}  // namespace stepgate::store::testing
