// Faults put into the engine from outside, each of a kind that engines of this sort have had. The
// simulator has to find every one of them within a stated number of seeds.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/error.hpp"
#include "base/log.hpp"
#include "sim/catalog_shell.hpp"
#include "sim/simulation.hpp"

namespace stepgate::sim {
namespace {

using flow::ChunkRow;
using flow::Decision;
using flow::Event;
using flow::State;

template <class Shell>
Seams stored_in() {
  Seams seams;
  seams.store = [](flow::Store& inner) { return std::make_unique<Shell>(inner); };
  return seams;
}

using Decide = std::function<Decision(const ChunkRow&, const Event&, const flow::Policy&,
                                      flow::RunState, flow::Ms, flow::Dice&)>;
Seams decided_by(Decide decide) {
  Seams seams;
  seams.decide = std::move(decide);
  return seams;
}

/// The invariant that is broken first; empty: none within that many seeds.
std::string found(const Seams& seams, std::uint64_t within) {
  set_log_sink([](Severity, std::string_view, std::string_view) {});
  for (std::uint64_t seed = 1; seed <= within; ++seed)
    if (const auto verdict = run_seed(seed, false, seams); verdict.violation)
      return verdict.violation->invariant;
  return {};
}

/// Says that a batch is durable, and writes it with the next one.
class WritesBehind final : public StoreShell {
 public:
  using StoreShell::StoreShell;
  std::vector<flow::OpResult> commit(std::span<const flow::Op> batch, flow::Ms now) override {
    if (!behind_.empty()) StoreShell::commit(behind_, now);
    behind_.assign(batch.begin(), batch.end());
    return std::vector<flow::OpResult>(batch.size(), {flow::Applied::applied, 0, 0, 0, 0, {}});
  }

 private:
  std::vector<flow::Op> behind_;
};

TEST(PlantedFault, TokenStoredAfterSending) {
  EXPECT_EQ(found(stored_in<WritesBehind>(), 5), "I4");
}

/// The rows in one transaction, the statistics in another.
class CommitsTwice final : public StoreShell {
 public:
  using StoreShell::StoreShell;
  std::vector<flow::OpResult> commit(std::span<const flow::Op> batch, flow::Ms now) override {
    std::vector<flow::Op> rows(batch.begin(), batch.end()), counts;
    for (auto& op : rows) {
      auto* move = std::get_if<flow::Transition>(&op);
      if (!move) continue;
      std::erase_if(move->writes, [&](const flow::Durable& write) {
        const auto* count = std::get_if<flow::CountStatistic>(&write);
        if (count)
          counts.emplace_back(flow::Statistic{move->next.service, count->code, count->message});
        return count != nullptr;
      });
    }
    auto results = StoreShell::commit(rows, now);
    if (!counts.empty()) StoreShell::commit(counts, now);
    return results;
  }
};

TEST(PlantedFault, CommitSplitInTwo) { EXPECT_EQ(found(stored_in<CommitsTwice>(), 200), "I8"); }

/// Deadlines as timers of the process: those of an earlier life are forgotten.
class ForgetsDeadlines final : public StoreShell {
 public:
  using StoreShell::StoreShell;
  std::vector<flow::OpResult> commit(std::span<const flow::Op> batch, flow::Ms now) override {
    for (const auto& op : batch) {
      if (const auto* birth = std::get_if<flow::Birth>(&op)) mine_.insert(birth->row.key());
      if (const auto* move = std::get_if<flow::Transition>(&op))
        if (move->next.state == State::sending) mine_.insert(move->next.key());
    }
    return StoreShell::commit(batch, now);
  }
  std::vector<ChunkRow> due(flow::Ms now, std::size_t limit) override {
    auto rows = StoreShell::due(now, limit);
    std::erase_if(rows, [this](const ChunkRow& row) { return !mine_.contains(row.key()); });
    return rows;
  }

 private:
  std::set<flow::ChunkKey> mine_;
};

TEST(PlantedFault, DeadlineIgnoredOnRestart) {
  EXPECT_EQ(found(stored_in<ForgetsDeadlines>(), 100), "I11");
}

TEST(PlantedFault, RetryAfterAnAmbiguousAnswer) {
  const auto seams = decided_by([](const ChunkRow& row, const Event& event, flow::Policy policy,
                                   flow::RunState run, flow::Ms now, flow::Dice& dice) {
    const auto* answer = std::get_if<flow::SubmitAnswered>(&event);
    if (answer && answer->http >= 500) policy.limits.idempotent = true;
    return flow::decide(row, event, policy, run, now, dice);
  });
  EXPECT_EQ(found(seams, 50), "I5");
}

/// As flow::decide would on the row if it were still open.
Decision as_if_open(ChunkRow row, const Event& event, const flow::Policy& policy,
                    flow::RunState run, flow::Ms now, flow::Dice& dice) {
  row.state = State::accepted;
  return flow::decide(row, event, policy, run, now, dice);
}

TEST(PlantedFault, DuplicateAppliedTwice) {
  const auto seams =
      decided_by([](const ChunkRow& row, const Event& event, const flow::Policy& policy,
                    flow::RunState run, flow::Ms now, flow::Dice& dice) {
        const auto* results = std::get_if<flow::ResultsIn>(&event);
        if (results && row.state == State::done && row.digest == results->results->digest)
          return as_if_open(row, event, policy, run, now, dice);
        return flow::decide(row, event, policy, run, now, dice);
      });
  EXPECT_EQ(found(seams, 50), "I0");  // the store refuses what is applied again
}

TEST(PlantedFault, LateAppliedSilently) {
  const auto seams =
      decided_by([](const ChunkRow& row, const Event& event, const flow::Policy& policy,
                    flow::RunState run, flow::Ms now, flow::Dice& dice) {
        const bool late =
            std::holds_alternative<flow::ResultsIn>(event) && row.state == State::timed_out;
        return late ? as_if_open(row, event, policy, run, now, dice)
                    : flow::decide(row, event, policy, run, now, dice);
      });
  EXPECT_EQ(found(seams, 50), "I0");
}

/// The way of late results that somebody wants applied, taken by the engine itself.
TEST(PlantedFault, LateAppliedSilentlyAndCountedWell) {
  const auto seams =
      decided_by([](const ChunkRow& row, const Event& event, const flow::Policy& policy,
                    flow::RunState run, flow::Ms now, flow::Dice& dice) {
        const auto* results = std::get_if<flow::ResultsIn>(&event);
        const bool late = results && row.state == State::timed_out;
        return late ? flow::decide(row, flow::LateApplied{results->results}, policy, run, now, dice)
                    : flow::decide(row, event, policy, run, now, dice);
      });
  EXPECT_EQ(found(seams, 50), "I14");
}

/// Answers that a late result is kept, and does not keep it.
TEST(PlantedFault, LateThrownAway) {
  const auto seams =
      decided_by([](const ChunkRow& row, const Event& event, const flow::Policy& policy,
                    flow::RunState run, flow::Ms now, flow::Dice& dice) {
        auto decision = flow::decide(row, event, policy, run, now, dice);
        std::erase_if(decision.writes, [](const flow::Durable& write) {
          return std::holds_alternative<flow::KeepLate>(write);
        });
        return decision;
      });
  EXPECT_EQ(found(seams, 50), "I9");
}

bool somebody_is_missing(const flow::ChunkResults& results) {
  return std::any_of(results.codes.begin(), results.codes.end(),
                     [&](const flow::Cell& code) { return results.text(code) == flow::kNoResult; });
}

TEST(PlantedFault, ChunkClosedWithPeopleMissing) {
  const auto seams =
      decided_by([](const ChunkRow& row, const Event& event, const flow::Policy& policy,
                    flow::RunState run, flow::Ms now, flow::Dice& dice) {
        auto decision = flow::decide(row, event, policy, run, now, dice);
        for (auto& write : decision.writes) {
          const auto* close = std::get_if<flow::Close>(&write);
          if (close && close->results && somebody_is_missing(*close->results))
            write = flow::LeaveFlow{};
        }
        return decision;
      });
  EXPECT_EQ(found(seams, 50), "I2");
}

/// A breaker that opens, and hears of nothing that could close it.
TEST(PlantedFault, BreakerNeverResumes) {
  Seams seams;
  seams.probes_get_lost = true;
  EXPECT_EQ(found(seams, 50), "I11");
}

/// Limits of rate that are stored, and not obeyed.
class ForgetsTheRate final : public CatalogShell {
 public:
  using CatalogShell::CatalogShell;
  flow::PlanRef plan(flow::ServiceId service, std::int32_t version) override {
    return without_rate(CatalogShell::plan(service, version));
  }
  flow::PlanRef current_plan(flow::ServiceId service) override {
    return without_rate(CatalogShell::current_plan(service));
  }

 private:
  static flow::PlanRef without_rate(const flow::PlanRef& plan) {
    auto other = std::make_shared<flow::Plan>(*plan);
    other->limits.window_requests = other->limits.window_people = 0;
    return other;
  }
};

TEST(PlantedFault, RateIgnored) {
  Seams seams;
  seams.catalog = [](runtime::Catalog& inner) { return std::make_unique<ForgetsTheRate>(inner); };
  EXPECT_EQ(found(seams, 50), "I12");
}

/// The oldest run of all takes everything; the others' people are read when it has ended.
class ServesTheOldest final : public StoreShell {
 public:
  using StoreShell::StoreShell;
  std::vector<flow::PersonId> next_people(flow::RunId run, flow::Bucket bucket,
                                          flow::PersonId after, std::size_t limit) override {
    for (const auto& other : open_runs())
      if (other.run < run && other.state == flow::RunState::running)
        throw Error(ErrorKind::unavailable, "BUSY", "The store", "is busy with an older run");
    return StoreShell::next_people(run, bucket, after, limit);
  }
};

TEST(PlantedFault, FairnessStarved) { EXPECT_EQ(found(stored_in<ServesTheOldest>(), 300), "I12"); }

TEST(PlantedFault, AbortForgetsWhatIsInFlight) {
  const auto seams =
      decided_by([](const ChunkRow& row, const Event& event, const flow::Policy& policy,
                    flow::RunState run, flow::Ms now, flow::Dice& dice) {
        auto decision = flow::decide(row, event, policy, run, now, dice);
        if (!std::holds_alternative<flow::Aborted>(event) || !flow::is_open(decision.next.state))
          return decision;
        decision.next.state = State::aborted;
        decision.next.ver = row.ver + 1;
        decision.writes.assign({flow::LeaveFlow{}});
        return decision;
      });
  EXPECT_EQ(found(seams, 50), "T12");
}

}  // namespace
}  // namespace stepgate::sim
