#include "plugin/loader_thread.hpp"

#include <future>
#include <utility>

namespace stepgate::plugin {

LoaderThread::LoaderThread() : thread_([this] { work(); }) {}
LoaderThread::~LoaderThread() { stop(); }

void LoaderThread::run(const std::function<void()>& task) {
  if (here()) return task();
  std::packaged_task<void()> packaged(task);
  auto done = packaged.get_future();
  post([&packaged] { packaged(); });  // outlived: done.get() waits
  done.get();
}

void LoaderThread::post(std::function<void()> task) noexcept {
  if (here()) return task();
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) {
      tasks_.push_back(std::move(task));
      task = nullptr;
    }
  }
  task ? task() : wake_.notify_one();
}

void LoaderThread::stop() noexcept {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stopping_, true)) return;
  }
  wake_.notify_one();
  thread_.join();
}

void LoaderThread::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
    if (tasks_.empty()) return;
    {
      auto task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
    }
    lock.lock();
  }
}

}  // namespace stepgate::plugin
