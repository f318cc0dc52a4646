// flow::Store on one SQLite file.
#pragma once
#include <map>
#include <memory>
#include <mutex>

#include "flow/store.hpp"
#include "store/core.hpp"
#include "store/sqlite/run_facts.hpp"

namespace stepgate::store {

class AudienceReader;

class EngineStore final : public flow::Store {
 public:
  explicit EngineStore(Core& core);
  ~EngineStore() override;

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
  flow::Ms last_time() override;
  std::string dump() override;

 private:
  using Results = std::span<flow::OpResult>;
  /// Writes [0, ops.size()) in as few transactions as it takes. `wrote`: something is durable.
  void commit_range(std::span<const flow::Op> ops, Results results, bool& wrote);
  /// One transaction. The index of the operation that failed, or ops.size() when the end of the
  /// transaction did; nothing when it went well.
  std::optional<std::size_t> try_commit(std::span<const flow::Op> ops, Results results,
                                        std::string& why);

  Core& core_;
  std::unique_ptr<AudienceReader> audiences_;
  // Under the writer's turn:
  flow::Ms now_ = 0;
  RunFacts runs_;
  mutable std::mutex mutex_;  // guards what follows
  flow::Ms last_time_ = 0;
  std::map<flow::ServiceId, std::int64_t> in_flight_;
};

}  // namespace stepgate::store
