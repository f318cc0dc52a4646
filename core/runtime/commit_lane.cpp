#include "runtime/commit_lane.hpp"

namespace stepgate::runtime {
namespace {

void mark_now(flow::PendingOp& pending, flow::Ms now) {
  flow::ChunkRow* row = marked_row(pending.op);
  const flow::Ms waited = now - pending.decided_at;
  if (!row || waited <= 0) return;
  row->due_at += waited;
  (row->attempt == 1 ? row->first_try_at : row->paused_ms) += waited;
  pending.decided_at = now;
}

}  // namespace

flow::ChunkRow* marked_row(flow::Op& op) {
  flow::ChunkRow* row = nullptr;
  if (auto* birth = std::get_if<flow::Birth>(&op)) row = &birth->row;
  if (auto* move = std::get_if<flow::Transition>(&op)) row = &move->next;
  return row && row->state == flow::State::sending ? row : nullptr;
}

Committed commit_batch(flow::Store& store, std::vector<flow::PendingOp> batch, flow::Ms now) {
  Committed committed;
  committed.batch = std::move(batch);
  // The store takes a plain array of operations; cookies stay here.
  std::vector<flow::Op> ops;
  ops.reserve(committed.batch.size());
  for (auto& pending : committed.batch) {
    mark_now(pending, now);
    ops.push_back(std::move(pending.op));
  }
  try {
    committed.results = store.commit(ops, now);
  } catch (const std::exception& e) {
    committed.error = e.what();
  }
  for (std::size_t i = 0; i < ops.size(); ++i) committed.batch[i].op = std::move(ops[i]);
  return committed;
}

}  // namespace stepgate::runtime
