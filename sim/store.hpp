// The store of a simulated run: the model, with crash points around every commit, disks that fill
// and reads that fail; each commit is looked at by the watch.
#pragma once
#include <span>
#include <vector>

#include "sim/ground.hpp"
#include "store/model/model_store.hpp"

namespace stepgate::sim {

class Watch;

/// Hands everything on; what changes one thing derives from it.
class StoreShell : public flow::Store {
 public:
  explicit StoreShell(flow::Store& inner) : inner_(inner) {}
  std::vector<flow::OpResult> commit(std::span<const flow::Op> batch, flow::Ms now) override {
    return inner_.commit(batch, now);
  }
  std::optional<flow::ChunkRow> find_chunk(const flow::ChunkKey& key) override {
    return inner_.find_chunk(key);
  }
  std::vector<flow::PersonId> members(const flow::ChunkKey& key) override {
    return inner_.members(key);
  }
  std::vector<flow::ChunkRow> due(flow::Ms now, std::size_t limit) override {
    return inner_.due(now, limit);
  }
  std::vector<flow::ChunkRow> claimable(flow::ServiceId service, flow::Ms now,
                                        std::size_t limit) override {
    return inner_.claimable(service, now, limit);
  }
  std::vector<flow::ChunkRow> orphans(flow::NodeEpoch epoch, std::size_t limit) override {
    return inner_.orphans(epoch, limit);
  }
  std::vector<flow::ChunkRow> open_chunks(flow::RunId run, std::size_t limit) override {
    return inner_.open_chunks(run, limit);
  }
  std::int64_t open_chunk_count(flow::ServiceId service) override {
    return inner_.open_chunk_count(service);
  }
  std::vector<flow::RunRow> open_runs() override { return inner_.open_runs(); }
  std::optional<flow::RunRow> find_run(flow::RunId run) override { return inner_.find_run(run); }
  std::vector<flow::Cursor> cursors(flow::RunId run) override { return inner_.cursors(run); }
  std::optional<flow::StepCounts> counts(flow::RunId run, std::int32_t step) override {
    return inner_.counts(run, step);
  }
  std::vector<flow::PersonId> next_people(flow::RunId run, flow::Bucket bucket,
                                          flow::PersonId after, std::size_t limit) override {
    return inner_.next_people(run, bucket, after, limit);
  }
  void read_people(std::span<const flow::PersonId> ids, std::span<const flow::FieldId> fields,
                   flow::PeopleSink& sink) override {
    inner_.read_people(ids, fields, sink);
  }
  flow::Ms last_time() override { return inner_.last_time(); }
  std::string dump() override { return inner_.dump(); }

 protected:
  flow::Store& inner_;
};

class FaultyStore final : public StoreShell {
 public:
  FaultyStore(Ground& ground, store::ModelStore& model, Watch& watch)
      : StoreShell(model), ground_(ground), watch_(watch) {}

  std::vector<flow::OpResult> commit(std::span<const flow::Op> batch, flow::Ms now) override;
  std::optional<flow::ChunkRow> find_chunk(const flow::ChunkKey& key) override;
  std::vector<flow::PersonId> members(const flow::ChunkKey& key) override;
  std::vector<flow::PersonId> next_people(flow::RunId run, flow::Bucket bucket,
                                          flow::PersonId after, std::size_t limit) override;
  void read_people(std::span<const flow::PersonId> ids, std::span<const flow::FieldId> fields,
                   flow::PeopleSink& sink) override;
  std::optional<flow::RunRow> find_run(flow::RunId run) override;
  std::vector<flow::Cursor> cursors(flow::RunId run) override;
  std::vector<flow::ChunkRow> open_chunks(flow::RunId run, std::size_t limit) override;
  std::vector<flow::ChunkRow> due(flow::Ms now, std::size_t limit) override;
  std::vector<flow::RunRow> open_runs() override;
  std::int64_t open_chunk_count(flow::ServiceId service) override;

  /// The disk is full, or the store is read-only, until this steady time.
  void cannot_write_until(Ms steady) { no_writes_until_ = steady; }

 private:
  void read_or_throw();
  Ground& ground_;
  Watch& watch_;
  Ms no_writes_until_ = 0;
};

}  // namespace stepgate::sim
