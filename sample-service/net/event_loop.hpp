#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <queue>
#include <vector>

#include "net/unique_fd.hpp"

namespace sample {

using Clock = std::chrono::steady_clock;

// What epoll wakes up.
class EventHandler {
 public:
  virtual ~EventHandler() = default;
  virtual void on_events(std::uint32_t events) = 0;  // EPOLLIN and the like
};

// One thread, level-triggered epoll, timers. Everything in this program runs on the thread that
// calls run().
class EventLoop {
 public:
  using Task = std::function<void()>;

  EventLoop();

  void watch(int fd, EventHandler& handler, std::uint32_t events);
  void change(int fd, EventHandler& handler, std::uint32_t events);
  void forget(int fd);

  void after(std::chrono::milliseconds delay, Task task);
  void every(std::chrono::milliseconds period, Task task);
  // Runs when the events of this turn have been handled, so that an answer leaves before the work
  // it announces.
  void at_end_of_turn(Task task) { deferred_.push_back(std::move(task)); }
  // Keeps a handler alive until no event of this turn can point to it any more.
  void release(std::shared_ptr<void> object) { released_.push_back(std::move(object)); }

  Clock::time_point now() const { return now_; }  // of this turn

  void run();
  void stop() { stopped_ = true; }

 private:
  struct Timer {
    Clock::time_point at;
    std::uint64_t order;  // timers of the same instant run in the order in which they were set
    std::shared_ptr<Task> task;
    bool operator<(const Timer& other) const {
      return at != other.at ? at > other.at : order > other.order;
    }
  };

  int wait_ms() const;
  void run_deferred();
  void run_timers();

  UniqueFd epoll_;
  Clock::time_point now_ = Clock::now();
  std::priority_queue<Timer> timers_;
  std::uint64_t timer_order_ = 0;
  std::vector<Task> deferred_;
  std::vector<std::shared_ptr<void>> released_;
  bool stopped_ = false;
};

}  // namespace sample
