// flow::Store in memory: the same semantics in the plainest code, as the yardstick of the SQLite
// store and the ground of simulations. Not thread safe.
#pragma once
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "flow/store.hpp"
#include "store/changes.hpp"
#include "store/run_repository.hpp"
#include "store/snapshot.hpp"

namespace stepgate::store {

struct NewValue;

class ModelStore final : public flow::Store {
 public:
  /// A value of a field that is not empty.
  struct Value {
    flow::Cell::Kind kind = flow::Cell::Kind::text;  ///< integer, real or text
    std::int64_t integer = 0;
    double real = 0;
    std::string text;
    bool operator==(const Value&) const = default;
  };

  ModelStore();  ///< with the standard fields

  // Setting up, as the repositories do it.
  void add_field(const flow::Field& field);
  void put_person(flow::PersonId id, std::map<flow::FieldId, Value> values, flow::Ms now);
  void remove_person(flow::PersonId id);
  /// As RunRepository::create. `run` 0 when nobody is in the audience.
  flow::RunId create_run(const NewRun& run, flow::Ms now);
  /// Of chunks whose people have an outcome each: done, failed, timed out.
  std::map<flow::ChunkKey, std::vector<flow::PersonId>> closed_members() const;

  // Looking on, for whoever checks what must always hold.
  using Chunk = Snapshot::Chunk;
  struct Count {
    std::int64_t n = 0;
    flow::Ms last_at = 0;
    std::string message;
  };
  struct Change {  ///< of one field of one person, in the order written; empty: no value
    flow::PersonId person = 0;
    flow::FieldId field = 0;
    std::optional<Value> before, after;
  };
  using StatisticKey = std::tuple<flow::ServiceId, flow::Ms, int, std::string>;
  const std::map<flow::ChunkKey, Chunk>& chunks() const noexcept { return chunks_; }
  const std::map<StatisticKey, Count>& statistics() const noexcept { return statistics_; }
  const std::vector<Change>& changes() const noexcept { return changes_; }
  bool keeps_late(const flow::ChunkKey& key, const flow::Digest& digest) const {
    return late_.contains({key, digest});
  }
  using LateKey = std::pair<flow::ChunkKey, flow::Digest>;
  const std::map<LateKey, Snapshot::Late>& late() const noexcept { return late_; }
  std::optional<Value> value(flow::PersonId person, flow::FieldId field) const;
  std::size_t people() const noexcept { return people_.size(); }
  flow::StepCounts counts_of(flow::RunId run, std::int32_t step) const {
    const auto it = steps_.find({run, step});
    return it == steps_.end() ? flow::StepCounts{} : it->second;
  }

  std::vector<flow::OpResult> commit(std::span<const flow::Op> batch, flow::Ms now) override;
  std::optional<flow::ChunkRow> find_chunk(const flow::ChunkKey& key) override;
  std::vector<flow::PersonId> members(const flow::ChunkKey& key) override;
  std::vector<flow::ChunkRow> due(flow::Ms now, std::size_t limit) override;
  std::vector<flow::ChunkRow> claimable(flow::ServiceId service, flow::Ms now,
                                        std::size_t limit) override;
  std::vector<flow::ChunkRow> orphans(flow::NodeEpoch epoch, std::size_t limit) override;
  std::vector<flow::ChunkRow> open_chunks(flow::RunId run, std::size_t limit) override;
  std::int64_t open_chunk_count(flow::ServiceId service) override;
  std::vector<flow::RunRow> open_runs() override;
  std::optional<flow::RunRow> find_run(flow::RunId run) override;
  std::vector<flow::Cursor> cursors(flow::RunId run) override;
  std::optional<flow::StepCounts> counts(flow::RunId run, std::int32_t step) override;
  std::vector<flow::PersonId> next_people(flow::RunId run, flow::Bucket bucket,
                                          flow::PersonId after, std::size_t limit) override;
  void read_people(std::span<const flow::PersonId> ids, std::span<const flow::FieldId> fields,
                   flow::PeopleSink& sink) override;
  flow::Ms last_time() override { return last_time_; }
  std::string dump() override;

 private:
  struct Person {
    flow::Ms created_at = 0, updated_at = 0;
    std::map<flow::FieldId, Value> values;
  };
  struct Run {
    flow::RunRow row;
    flow::Ms ended_at = 0;
    Audience audience;
    flow::PersonId last = 0;
  };

  flow::OpResult on(const flow::Birth& op);
  flow::OpResult on(const flow::CursorDone& op);
  flow::OpResult on(const flow::Transition& op);
  flow::OpResult on(const flow::RunChange& op);
  flow::OpResult on(const flow::TraceWrite& op);
  flow::OpResult on(const flow::ServiceLog& op);
  flow::OpResult on(const flow::Statistic& op);

  void check_side_writes(const flow::Transition& op) const;
  void insert_chunk(const flow::ChunkRow& row, std::vector<flow::PersonId> members);
  flow::OpResult end_chunk(Chunk& chunk, const flow::Transition& op);
  flow::OpResult close(Chunk& chunk, const flow::Close& close);
  flow::OpResult close_anew(Chunk& chunk, const flow::Transition& op);
  void split(Chunk& chunk, const flow::Split& split);
  void side_write(const flow::ChunkRow& row, const flow::Durable& write);
  void count(flow::ServiceId service, int level, std::string_view code, std::string_view message,
             std::int64_t n);
  void log(flow::ServiceId service, flow::RunId run, flow::ChunkId chunk, flow::PersonId person,
           const flow::LogEntry& entry);

  // People (model_people.cpp).
  void check_fields(const flow::ChunkResults& results) const;
  /// Writes the results and gives the outcome of each person.
  flow::OpResult apply(const flow::ChunkResults& results);
  bool apply_one(const flow::ChunkResults& results, std::size_t index, std::int64_t& writes);
  bool in_audience(const Run& run, flow::PersonId id) const;
  std::optional<Value> store_value(flow::FieldId field, const NewValue& value) const;

  template <class Pick>
  std::vector<flow::ChunkRow> pick(Pick&& wanted) const;

  flow::Ms last_time_ = 0, now_ = 0;
  std::int64_t bounded_scores_ = 0;  ///< of the results that were applied last
  std::map<flow::FieldId, flow::Field> fields_;
  std::map<flow::PersonId, Person> people_;
  std::map<flow::RunId, Run> runs_;
  std::map<std::pair<flow::RunId, flow::Bucket>, flow::Cursor> cursors_;
  std::map<std::pair<flow::RunId, std::int32_t>, flow::StepCounts> steps_;
  std::map<std::tuple<flow::RunId, std::int32_t, std::string>, Count> failures_;
  std::map<flow::ChunkKey, Chunk> chunks_;
  std::map<StatisticKey, Count> statistics_;
  std::vector<Change> changes_;
  std::vector<Snapshot::Log> log_;
  std::map<std::pair<flow::ChunkKey, flow::Digest>, Snapshot::Late> late_;
  std::vector<Snapshot::Trace> traces_;
};

}  // namespace stepgate::store
