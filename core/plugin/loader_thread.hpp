// The one thread on which [loader] functions of plugins run.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace stepgate::plugin {

class LoaderThread {
 public:
  LoaderThread();
  ~LoaderThread();  ///< runs what was posted, then ends; later tasks run on the thread that posts
                    ///< them
  LoaderThread(const LoaderThread&) = delete;
  LoaderThread& operator=(const LoaderThread&) = delete;

  /// Waits for the task; what it throws is thrown here. On the loader thread itself: at once.
  void run(const std::function<void()>& task);
  /// Does not wait, except on the loader thread itself, where it runs at once. The task must not
  /// throw.
  void post(std::function<void()> task) noexcept;
  /// Runs what is left and ends the thread. Once; called by the destructor too.
  void stop() noexcept;

 private:
  void work();
  bool here() const noexcept { return std::this_thread::get_id() == thread_.get_id(); }

  std::mutex mutex_;  ///< guards tasks_ and stopping_
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  bool stopping_ = false;
  std::thread thread_;  ///< last: it uses the members above
};

}  // namespace stepgate::plugin
