// How long a blocking step may take, and waiting on a socket within that.
#pragma once
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <string>

namespace stepgate::http::detail {

using Steady = std::chrono::steady_clock;
using TimePoint = Steady::time_point;
using Millis = std::chrono::milliseconds;

/// The bounds of a conversation. `stall` is the longest time without one byte of progress; `until`
/// ends everything, however steadily bytes drip.
struct Patience {
  TimePoint until = TimePoint::max();
  Millis stall = Millis(30'000);
  const std::function<bool()>* cancelled = nullptr;  ///< asked a few times a second; may be null

  /// The end of a step that begins now.
  TimePoint step_end() const noexcept;
};

/// A conversation that did not go on. Thrown by blocking reads and writes, caught where the
/// exchange ends.
class IoError : public std::exception {
 public:
  enum class What : std::uint8_t { timeout, broken, cancelled };
  IoError(What what, std::string text) : what_(what), text_(std::move(text)) {}
  What reason() const noexcept { return what_; }
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  What what_;
  std::string text_;
};

/// Milliseconds from `from` until now.
std::int64_t elapsed_ms(TimePoint from) noexcept;

/// Waits until the socket is ready for one of `events` (POLLIN, POLLOUT) and returns what it is
/// ready for (also POLLERR, POLLHUP). Throws IoError (timeout, cancelled); `doing` says what was
/// waited for.
short wait_for(int fd, short events, const Patience& patience, const char* doing);

}  // namespace stepgate::http::detail
