#include "runtime/commit_lane.hpp"

namespace stepgate::runtime {

CommitLane::CommitLane(flow::Store& store, std::function<flow::Ms()> store_time,
                       std::function<void(Committed)> done)
    : store_(store), store_time_(std::move(store_time)), done_(std::move(done)) {
  thread_ = std::thread([this] { work(); });
}

CommitLane::~CommitLane() { stop(); }

void CommitLane::give(std::vector<flow::PendingOp> batch) {
  {
    const std::lock_guard lock(mutex_);
    batch_ = std::move(batch);
  }
  wake_.notify_one();
}

void CommitLane::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void CommitLane::work() {
  for (;;) {
    Committed committed;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || batch_; });
      if (!batch_) return;
      committed.batch = std::move(*batch_);
      batch_.reset();
    }
    // The store takes a plain array of operations; cookies stay here.
    std::vector<flow::Op> ops;
    ops.reserve(committed.batch.size());
    for (auto& pending : committed.batch) ops.push_back(std::move(pending.op));
    try {
      committed.results = store_.commit(ops, store_time_());
    } catch (const std::exception& e) {
      committed.error = e.what();
    }
    for (std::size_t i = 0; i < ops.size(); ++i) committed.batch[i].op = std::move(ops[i]);
    done_(std::move(committed));
  }
}

}  // namespace stepgate::runtime
