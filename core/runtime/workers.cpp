#include "runtime/workers.hpp"

#include <mutex>

#include "runtime/worker_pool.hpp"

namespace stepgate::runtime {
namespace {

constexpr std::size_t kProbes = 4;

std::function<void()> whole(Job job) {
  return [job = std::move(job)] {
    if (const auto report = job()) report();
  };
}

class ThreadedWorkers final : public Workers {
 public:
  explicit ThreadedWorkers(std::size_t send_threads) : senders_(send_threads) {}
  void send(Job job) override { senders_.submit(whole(std::move(job))); }
  void hold(Job job) override {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    if (!holders_) holders_ = std::make_unique<WorkerPool>(kHeldSends);
    holders_->submit(whole(std::move(job)));
  }
  void probe(Job job) override {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    if (!probers_) probers_ = std::make_unique<WorkerPool>(kProbes);
    probers_->submit(whole(std::move(job)));
  }
  void read(Job job) override { readers_.submit(whole(std::move(job))); }
  void chore(Job job) override { chores_.submit(whole(std::move(job))); }
  void commit(Job job) override { lane_.submit(whole(std::move(job))); }
  void stop_sends_and_reads() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    if (holders_) holders_->stop();
    if (probers_) probers_->stop();
    senders_.stop();
    readers_.stop();
  }
  void stop() override {
    lane_.stop();
    chores_.stop();
  }

 private:
  WorkerPool senders_;
  std::mutex mutex_;
  // mutex_ until stopping_; most hosts never need them
  std::unique_ptr<WorkerPool> holders_, probers_;
  bool stopping_ = false;  // mutex_
  WorkerPool readers_{1}, chores_{1};
  WorkerPool lane_{1};  ///< owns the store's writing connection
};

}  // namespace

std::unique_ptr<Workers> threaded_workers(std::size_t send_threads) {
  return std::make_unique<ThreadedWorkers>(send_threads);
}

}  // namespace stepgate::runtime
