// The one thread that owns the store's writing connection: takes a batch, commits it, hands the
// verdicts back.
#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "flow/committer.hpp"

namespace stepgate::runtime {

/// A batch that came back. `error` not empty: nothing of it was written (disk full, read-only
/// store).
struct Committed {
  std::vector<flow::PendingOp> batch;
  std::vector<flow::OpResult> results;
  std::string error;
};

class CommitLane {
 public:
  /// `done` is called on the lane's thread, once per batch.
  CommitLane(flow::Store& store, std::function<flow::Ms()> store_time,
             std::function<void(Committed)> done);
  ~CommitLane();
  CommitLane(const CommitLane&) = delete;
  CommitLane& operator=(const CommitLane&) = delete;

  /// Only when the last batch has come back.
  void give(std::vector<flow::PendingOp> batch);
  void stop();  ///< after the batch under way

 private:
  void work();
  flow::Store& store_;
  std::function<flow::Ms()> store_time_;
  std::function<void(Committed)> done_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::optional<std::vector<flow::PendingOp>> batch_;  // mutex_
  bool stopping_ = false;                              // mutex_
  std::thread thread_;
};

}  // namespace stepgate::runtime
