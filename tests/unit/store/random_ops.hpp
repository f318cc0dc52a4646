// Random operations for a store, drawn from the model's state: mostly sound, some of them stale or
// unwritable.
#pragma once
#include <random>

#include "engine_ops.hpp"
#include "store/model/model_store.hpp"

namespace stepgate::store::testing {

class RandomOps {
 public:
  RandomOps(ModelStore& model, std::uint64_t seed) : model_(model), random_(seed) {}

  std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  void know_run(flow::RunId run) { runs_.push_back(run); }

  std::vector<flow::Op> batch();
  flow::ChunkResults results(std::vector<flow::PersonId> ids);

 private:
  flow::Op any();
  flow::Op birth_op();
  flow::Op transition_op();
  flow::Op run_op();
  flow::Op side_op();
  flow::Transition on_open(const flow::ChunkRow& row);
  std::vector<flow::Durable> side_writes();
  flow::Cell cell(flow::ChunkResults& r, flow::FieldId field);
  flow::RunId run() { return runs_[below(runs_.size())]; }

  ModelStore& model_;
  std::mt19937_64 random_;
  std::vector<flow::RunId> runs_;
  std::vector<flow::ChunkKey> chunks_;
  flow::ChunkId next_chunk_ = 1;
  std::uint32_t next_seq_ = 1;
};

}  // namespace stepgate::store::testing
