#include "http/detail/patience.hpp"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace stepgate::http::detail {
namespace {

/// How often a waiting call asks whether it was cancelled.
constexpr Millis kAsk{50};

int poll_ms(TimePoint end, bool ask) noexcept {
  const auto left = std::chrono::ceil<Millis>(end - Steady::now());
  const auto slice = std::min(left, ask ? kAsk : Millis(60'000));
  return static_cast<int>(std::max<std::int64_t>(slice.count(), 0));
}

}  // namespace

TimePoint Patience::step_end() const noexcept { return std::min(until, Steady::now() + stall); }

std::int64_t elapsed_ms(TimePoint from) noexcept {
  return std::chrono::duration_cast<Millis>(Steady::now() - from).count();
}

short wait_for(int fd, short events, const Patience& patience, const char* doing) {
  const auto end = patience.step_end();
  const bool ask = patience.cancelled != nullptr && *patience.cancelled;
  for (;;) {
    if (ask && (*patience.cancelled)()) throw IoError(IoError::What::cancelled, "cancelled");
    pollfd entry{fd, events, 0};
    const int ready = ::poll(&entry, 1, poll_ms(end, ask));
    if (ready > 0) return entry.revents;
    if (ready < 0 && errno != EINTR)
      throw IoError(IoError::What::broken, std::string("poll: ") + std::strerror(errno));
    if (Steady::now() >= end)
      throw IoError(IoError::What::timeout, std::string("timed out while ") + doing);
  }
}

}  // namespace stepgate::http::detail
