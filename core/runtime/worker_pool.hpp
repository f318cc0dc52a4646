// A fixed number of threads over one queue.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace stepgate::runtime {

class WorkerPool {
 public:
  explicit WorkerPool(std::size_t threads);
  ~WorkerPool();  ///< stop()
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// False when the pool is stopping: the job will not run. A job must not throw; what it throws
  /// all the same is logged.
  bool submit(std::function<void()> job);
  std::size_t backlog() const;
  /// Runs no job that has not begun, waits for those that have, returns how many were dropped.
  std::size_t stop();

 private:
  void work();
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> jobs_;  // mutex_
  bool stopping_ = false;                   // mutex_
  std::vector<std::thread> threads_;
};

}  // namespace stepgate::runtime
