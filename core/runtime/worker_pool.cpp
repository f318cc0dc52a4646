#include "runtime/worker_pool.hpp"

#include <exception>

#include "base/log.hpp"

namespace stepgate::runtime {

WorkerPool::WorkerPool(std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::submit(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

std::size_t WorkerPool::backlog() const {
  const std::lock_guard lock(mutex_);
  return jobs_.size();
}

std::size_t WorkerPool::stop() {
  std::size_t dropped = 0;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    dropped = jobs_.size();
    jobs_.clear();
  }
  wake_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
  return dropped;
}

void WorkerPool::work() {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    try {
      job();
    } catch (const std::exception& e) {
      log(Severity::error, "runtime", std::string("a worker's job failed: ") + e.what());
    }
  }
}

}  // namespace stepgate::runtime
