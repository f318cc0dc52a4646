// Whether a service is there at all. Pure. After a run of failures nothing is sent to it any more;
// it is asked how it is, ever less often, until it answers. One per service; not thread safe.
#pragma once
#include <cstdint>
#include <string>

#include "flow/decide.hpp"

namespace stepgate::flow {

class Breaker {
 public:
  /// A submit that ended as if nobody were there: no connection, no answer in time, a 5xx. `limit`
  /// of them in a row open it; 0: never. True: it has opened now. Times are of the steady clock.
  bool failed(std::string why, std::int32_t limit, Ms now, Dice& dice);
  /// The service has answered, or called back. True: it has closed now.
  bool answered();

  /// It has called back: the run of failures ends there, but an open one waits for its door.
  void called_back() noexcept {
    if (!open_) failures_ = 0;
  }

  bool is_open() const noexcept { return open_; }
  /// Open, and nobody is asking: time to ask.
  bool wants_probe(Ms now) const noexcept { return open_ && !probing_ && now >= probe_at_; }
  void probing() noexcept { probing_ = true; }
  /// True: it has closed now.
  bool probed(bool alive, Ms now, Dice& dice);
  /// Somebody has changed something: ask at once.
  void ask_soon(Ms now) noexcept { probe_at_ = now < probe_at_ ? now : probe_at_; }

  std::int32_t failures() const noexcept { return failures_; }  ///< in a row
  std::uint16_t probes() const noexcept { return probes_; }     ///< since it opened
  Ms since() const noexcept { return since_; }
  Ms probe_at() const noexcept { return probe_at_; }
  const std::string& why() const noexcept { return why_; }

 private:
  bool open_ = false, probing_ = false;
  std::int32_t failures_ = 0;
  std::uint16_t probes_ = 0;
  Ms since_ = 0, probe_at_ = 0;
  std::string why_;
};

}  // namespace stepgate::flow
