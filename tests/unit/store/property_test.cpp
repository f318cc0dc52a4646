// The SQLite store and the model see the same random operations and must stay equal; afterwards the
// history must explain every value and every outcome.
#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>

#include "base/text.hpp"
#include "engine_fixture.hpp"
#include "random_ops.hpp"
#include "store/activity_repository.hpp"
#include "store/dead_repository.hpp"
#include "store/field_repository.hpp"

namespace stepgate::store::testing {
namespace {

class Collector final : public flow::PeopleSink {
 public:
  void person(std::size_t index, flow::PersonId id, bool exists,
              std::span<const flow::RawValue> values) override {
    text += std::to_string(index) + ":" + std::to_string(id) + (exists ? "" : " gone");
    for (const flow::RawValue& v : values) {
      text += "|" + std::to_string(static_cast<int>(v.kind)) + "," + std::to_string(v.integer) +
              "," + std::to_string(v.real) + "," + std::string(v.text);
    }
    text += "\n";
  }
  std::string text;
};

class PropertyTest : public EngineTest, public ::testing::WithParamInterface<std::uint64_t> {
 protected:
  void set_up_people() {
    std::vector<flow::PersonId> ids;
    for (flow::PersonId i = 1; i <= 150; ++i) ids.push_back(i);
    for (flow::PersonId i = 0; i < 60; ++i) ids.push_back(1000 + i * 7);
    for (flow::PersonId i = 0; i < 40; ++i) ids.push_back((flow::PersonId{1} << 20) + i);
    add_people(ids);
    for (const flow::PersonId id : ids) {
      model_.put_person(id, {{kCountry, {flow::Cell::Kind::text, 0, 0, "old"}}}, clock_.now());
    }
    people_ = ids;
  }

  void start_both(RandomOps& random) {
    NewRun run;
    run.campaign = campaign_;
    run.service = service_;
    run.parameters = R"({"format":"ISO"})";
    run.audience.kind = static_cast<Audience::Kind>(random.below(3));
    if (run.audience.kind == Audience::Kind::where) {
      run.audience.field = random.one_in(2) ? kCountry : kScore;
      run.audience.value = random.one_in(2) ? "" : run.audience.field == kCountry ? "old" : "2";
    } else if (run.audience.kind == Audience::Kind::ids) {
      for (int i = 0; i < 80; ++i) {
        run.audience.ids.push_back(people_[random.below(people_.size())] +
                                   (random.one_in(9) ? 1 : 0));
      }
    }
    const flow::RunId expected = model_.create_run(run, clock_.now());
    if (expected == 0) {
      EXPECT_EQ(code_of([&] { db().runs().create(run); }), "AUDIENCE_EMPTY");
      return;
    }
    ASSERT_EQ(db().runs().create(run).row.run, expected);
    random.know_run(expected);
  }

  void remove_from_both(flow::PersonId id) {
    sqlite3* raw = nullptr;
    ASSERT_EQ(sqlite3_open(folder_.file().c_str(), &raw), SQLITE_OK);
    const std::string sql = "DELETE FROM person WHERE id = " + std::to_string(id);
    EXPECT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(raw);
    model_.remove_person(id);
  }

  void compare_reads(RandomOps& random) {
    const flow::Ms at = static_cast<flow::Ms>(random.below(110));
    EXPECT_EQ(store().due(at, 7), model_.due(at, 7));
    EXPECT_EQ(store().orphans(1, 5), model_.orphans(1, 5));
    for (flow::ServiceId s = 1; s <= 3; ++s) {
      EXPECT_EQ(store().claimable(s, at, 6), model_.claimable(s, at, 6));
      EXPECT_EQ(store().open_chunk_count(s), model_.open_chunk_count(s));
    }
    ASSERT_EQ(store().open_runs().size(), model_.open_runs().size());
    for (const flow::RunRow& run : model_.open_runs()) {
      EXPECT_EQ(store().open_chunks(run.run, 9), model_.open_chunks(run.run, 9));
      for (const flow::Cursor& c : model_.cursors(run.run)) {
        EXPECT_EQ(store().next_people(run.run, c.bucket, c.after, 33),
                  model_.next_people(run.run, c.bucket, c.after, 33));
      }
    }
    const std::vector<flow::FieldId> fields{kCountry, kRevenue, kScore, kUnsubscribed, 25};
    std::vector<flow::PersonId> ids;
    for (const flow::PersonId id : people_) {
      if (random.one_in(3)) ids.push_back(id);
    }
    Collector ours, theirs;
    store().read_people(ids, fields, ours);
    model_.read_people(ids, fields, theirs);
    EXPECT_EQ(ours.text, theirs.text);
  }

  using Changed = std::vector<activity::Activity>;

  /// The changes of one field of one person in the order in which they follow from each other.
  /// Chunks that close in one commit have one time: among those any order that fits is right.
  /// `last` comes in as the value at the start.
  static bool chains(Changed all, std::optional<std::string>& last) {
    std::sort(all.begin(), all.end(), [](const auto& x, const auto& y) { return x.at < y.at; });
    for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
      while (end < all.size() && all[end].at == all[begin].at) ++end;
      std::vector<std::size_t> order;
      for (std::size_t i = begin; i < end; ++i) order.push_back(i);
      bool fits = false;
      do {
        std::optional<std::string> at = last;
        fits = std::all_of(order.begin(), order.end(), [&](std::size_t i) {
          return at == all[i].old_value && ((at = all[i].new_value), true);
        });
        if (fits) last = at;
      } while (!fits && std::next_permutation(order.begin(), order.end()));
      if (!fits) return false;
    }
    return true;
  }

  static std::string text_of(const Json& value) {
    if (value.is_string()) return value.as_string();
    return value.is_number() ? format_double(value.as_double()) : value.dump();
  }

  /// I3: the changes of a field, old to new, chain up to its present value. I2: each member of a
  /// closed chunk has exactly one outcome.
  void check_history(const std::set<flow::PersonId>& gone) {
    std::map<std::pair<flow::PersonId, flow::FieldId>, Changed> changes;
    std::map<std::pair<flow::ChunkKey, flow::PersonId>, int> outcomes;
    const auto damages = db().activities().each({}, [&](const activity::Activity& a) {
      if (a.type == activity::ActivityType::service) {
        ++outcomes[{{flow::bucket_of(a.person), a.chunk}, a.person}];
      } else {
        changes[{a.person, a.field}].push_back(a);
      }
      return true;
    });
    EXPECT_TRUE(damages.empty());
    // What was applied by hand stands beside the failure that it corrects.
    DeadQuery by_hand;
    by_hand.state = DeadState::applied;
    by_hand.limit = 10'000;
    std::set<flow::ChunkKey> twice;
    for (const auto& letter : db().dead().list(by_hand)) twice.insert(letter.row.key());
    std::size_t members = 0;
    for (const auto& [chunk, people] : model_.closed_members()) {
      for (const flow::PersonId id : people)
        EXPECT_EQ((outcomes[{chunk, id}]), twice.contains(chunk) ? 2 : 1);
      members += people.size();
    }
    EXPECT_EQ(outcomes.size(), members);
    const FieldTableRef fields = db().fields().table();
    for (const auto& [key, all] : changes) {
      std::optional<std::string> last;
      if (key.second == kCountry) last = "old";
      EXPECT_TRUE(chains(all, last)) << "person " << key.first << " field " << key.second;
      if (gone.contains(key.first)) continue;
      const Json present = db().people().get(key.first)->values[fields->find(key.second)->name];
      EXPECT_EQ(last.value_or("null"), text_of(present))
          << "person " << key.first << " field " << key.second;
    }
  }

  ModelStore model_;
  std::vector<flow::PersonId> people_;
};

TEST_P(PropertyTest, BothStoresStayEqual) {
  std::cout << "seed " << GetParam() << "\n";
  RandomOps random(model_, GetParam());
  set_up_people();
  std::set<flow::PersonId> gone;
  while (model_.open_runs().empty()) start_both(random);
  for (int round = 0; round < 60; ++round) {
    clock_.advance(1 + static_cast<flow::Ms>(random.below(900'000)));
    if (random.one_in(6)) start_both(random);
    if (random.one_in(10)) gone.insert(people_[random.below(people_.size())]);
    for (const flow::PersonId id : gone) remove_from_both(id);
    const std::vector<flow::Op> batch = random.batch();
    const flow::Ms now = clock_.now() - (random.one_in(10) ? 10'000'000 : 0);
    const auto ours = store().commit(batch, now), theirs = model_.commit(batch, now);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      ASSERT_EQ(ours[i].applied, theirs[i].applied)
          << "operation " << i << " of kind " << batch[i].index() << " in round " << round << ": "
          << ours[i].error << " / " << theirs[i].error;
      ASSERT_EQ(ours[i].changed, theirs[i].changed);
      ASSERT_EQ(ours[i].unchanged, theirs[i].unchanged);
      ASSERT_EQ(ours[i].failed, theirs[i].failed);
      ASSERT_EQ(ours[i].field_writes, theirs[i].field_writes);
    }
    ASSERT_EQ(store().dump(), model_.dump()) << "round " << round;
    if (round % 5 == 0) compare_reads(random);
    if (round == 30) open();
    if (HasFailure()) break;
  }
  check_history(gone);
}

/// STEPGATE_SEEDS=200 makes a long night of it.
std::uint64_t seeds() {
  const char* wanted = std::getenv("STEPGATE_SEEDS");
  return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : 8;
}

INSTANTIATE_TEST_SUITE_P(Seeds, PropertyTest, ::testing::Range<std::uint64_t>(1, seeds() + 1));

}  // namespace
}  // namespace stepgate::store::testing
