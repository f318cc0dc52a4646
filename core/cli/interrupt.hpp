// Ctrl-C while something is watched: remembered instead of ending the process.
#pragma once
#include <csignal>

namespace stepgate::cli {

/// SIGINT and SIGTERM as long as it lives; what was set before comes back after. One at a time.
class InterruptGuard {
 public:
  InterruptGuard() {
    pending() = 0;
    struct sigaction action {};
    action.sa_handler = [](int signal) { pending() = signal; };
    ::sigaction(SIGINT, &action, &interrupt_);
    ::sigaction(SIGTERM, &action, &terminate_);
  }
  ~InterruptGuard() {
    ::sigaction(SIGINT, &interrupt_, nullptr);
    ::sigaction(SIGTERM, &terminate_, nullptr);
  }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  static bool interrupted() noexcept { return pending() != 0; }

 private:
  static volatile std::sig_atomic_t& pending() noexcept {
    static volatile std::sig_atomic_t signal = 0;
    return signal;
  }
  struct sigaction interrupt_ {
  }, terminate_{};
};

}  // namespace stepgate::cli
