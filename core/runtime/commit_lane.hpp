// One batch through the store's writing connection.
#pragma once
#include <string>
#include <vector>

#include "flow/committer.hpp"

namespace stepgate::runtime {

/// A batch that came back. `error` not empty: nothing of it was written (disk full, read-only
/// store).
struct Committed {
  std::vector<flow::PendingOp> batch;
  std::vector<flow::OpResult> results;
  std::string error;
};

/// On the commit lane, the only one that writes. Deadlines and budgets of what is marked as sending
/// count from here: what a full disk or a slow one has kept waiting loses nothing by it.
Committed commit_batch(flow::Store& store, std::vector<flow::PendingOp> batch, flow::Ms now);

/// The row that this operation puts into `sending`; null: it does no such thing.
flow::ChunkRow* marked_row(flow::Op& op);

}  // namespace stepgate::runtime
