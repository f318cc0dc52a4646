// When nightly jobs are due: a local time of the day, with jitter, so that many hosts do not ask
// one service in the same minute. Pure but for the machine's time zone.
#pragma once
#include <cstdint>
#include <string_view>

#include "base/clock.hpp"

namespace stepgate::jobs {

struct Schedule {
  int second_of_day = 3 * 3600;  ///< local time
  Ms jitter = 0;                 ///< the job begins up to so much later
  std::uint64_t seed = 0;  ///< of this host: the same night has the same jitter after a restart
};

/// "HH:MM" or "HH:MM:SS". Throws Error CONFIG_BAD_VALUE.
Schedule read_schedule(std::string_view time, std::int64_t jitter_minutes, std::uint64_t seed);

/// The last instant up to `now` at which the job was due. A job that last began before it has
/// missed it, whatever the reason, and is due now.
Ms last_due(const Schedule& schedule, std::string_view job, Ms now);
/// The first one after `now`.
Ms next_due(const Schedule& schedule, std::string_view job, Ms now);

}  // namespace stepgate::jobs
