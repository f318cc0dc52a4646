#include "net/event_loop.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace sample {
namespace {

void control(int epoll, int operation, int fd, EventHandler* handler, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = handler;
  if (::epoll_ctl(epoll, operation, fd, &event) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  }
}

}  // namespace

EventLoop::EventLoop() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_.valid()) throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

void EventLoop::watch(int fd, EventHandler& handler, std::uint32_t events) {
  control(epoll_.get(), EPOLL_CTL_ADD, fd, &handler, events);
}

void EventLoop::change(int fd, EventHandler& handler, std::uint32_t events) {
  control(epoll_.get(), EPOLL_CTL_MOD, fd, &handler, events);
}

void EventLoop::forget(int fd) { control(epoll_.get(), EPOLL_CTL_DEL, fd, nullptr, 0); }

void EventLoop::after(std::chrono::milliseconds delay, Task task) {
  timers_.push({Clock::now() + delay, timer_order_++, std::make_shared<Task>(std::move(task))});
}

void EventLoop::every(std::chrono::milliseconds period, Task task) {
  after(period, [this, period, task = std::move(task)] {
    task();
    every(period, task);
  });
}

void EventLoop::run() {
  std::array<epoll_event, 256> events;
  while (!stopped_) {
    const int count = ::epoll_wait(epoll_.get(), events.data(), int(events.size()), wait_ms());
    if (count < 0 && errno != EINTR) {
      throw std::system_error(errno, std::generic_category(), "epoll_wait");
    }
    now_ = Clock::now();
    for (int i = 0; i < count; ++i) {
      const auto& event = events[std::size_t(i)];
      static_cast<EventHandler*>(event.data.ptr)->on_events(event.events);
    }
    run_deferred();
    run_timers();
    released_.clear();
  }
}

int EventLoop::wait_ms() const {
  if (!deferred_.empty()) return 0;
  if (timers_.empty()) return -1;
  const auto left = timers_.top().at - Clock::now();
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(left).count();
  return int(std::clamp<long long>(ms, 0, 60'000));
}

void EventLoop::run_deferred() {
  std::vector<Task> tasks;
  tasks.swap(deferred_);
  for (auto& task : tasks) task();
}

void EventLoop::run_timers() {
  const auto now = Clock::now();
  while (!timers_.empty() && timers_.top().at <= now) {
    const auto task = timers_.top().task;
    timers_.pop();
    (*task)();
  }
}

}  // namespace sample
