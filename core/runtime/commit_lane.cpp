#include "runtime/commit_lane.hpp"

namespace stepgate::runtime {

Committed commit_batch(flow::Store& store, std::vector<flow::PendingOp> batch, flow::Ms now) {
  Committed committed;
  committed.batch = std::move(batch);
  // The store takes a plain array of operations; cookies stay here.
  std::vector<flow::Op> ops;
  ops.reserve(committed.batch.size());
  for (auto& pending : committed.batch) ops.push_back(std::move(pending.op));
  try {
    committed.results = store.commit(ops, now);
  } catch (const std::exception& e) {
    committed.error = e.what();
  }
  for (std::size_t i = 0; i < ops.size(); ++i) committed.batch[i].op = std::move(ops[i]);
  return committed;
}

}  // namespace stepgate::runtime
