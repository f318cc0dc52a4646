#include "jobs/schedule.hpp"

#include <ctime>
#include <string>

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "base/text.hpp"

namespace stepgate::jobs {
namespace {

constexpr std::int64_t kMinute = 60'000;
constexpr int kDaysBack = 2;  // jitter is less than a day

/// The instant of the schedule on the local day that is `days` from the one of `now`. On a day that
/// lacks the hour or has it twice (summer time), what the C library makes of it.
Ms occurrence(const Schedule& schedule, std::string_view job, Ms now, int days) {
  const auto seconds = static_cast<std::time_t>(now / 1000);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  local.tm_mday += days;
  local.tm_hour = schedule.second_of_day / 3600;
  local.tm_min = schedule.second_of_day / 60 % 60;
  local.tm_sec = schedule.second_of_day % 60;
  local.tm_isdst = -1;
  const Ms at = static_cast<Ms>(std::mktime(&local)) * 1000;
  if (schedule.jitter <= 0) return at;
  const auto dice =
      sha256(std::to_string(schedule.seed) + ":" + std::string(job) + ":" + std::to_string(at));
  std::uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8 | dice[static_cast<std::size_t>(i)];
  return at + static_cast<Ms>(number % static_cast<std::uint64_t>(schedule.jitter));
}

}  // namespace

Schedule read_schedule(std::string_view time, std::int64_t jitter_minutes, std::uint64_t seed) {
  const auto parts = split(trim(time), ':');
  std::int64_t numbers[3] = {0, 0, 0};
  bool good = parts.size() == 2 || parts.size() == 3;
  for (std::size_t i = 0; good && i < parts.size(); ++i) {
    const auto number = parse_int(parts[i]);
    good = parts[i].size() == 2 && number && *number >= 0 && *number < (i == 0 ? 24 : 60);
    if (good) numbers[i] = *number;
  }
  if (!good)
    throw Error(ErrorKind::invalid, "CONFIG_BAD_VALUE", "jobs.time",
                "'" + std::string(time) + "' is no time of the day",
                "Write HH:MM, as 03:00, in this machine's local time.");
  return {static_cast<int>(numbers[0] * 3600 + numbers[1] * 60 + numbers[2]),
          jitter_minutes * kMinute, seed};
}

Ms last_due(const Schedule& schedule, std::string_view job, Ms now) {
  for (int days = 0; days >= -kDaysBack; --days)
    if (const Ms at = occurrence(schedule, job, now, days); at <= now) return at;
  return 0;
}

Ms next_due(const Schedule& schedule, std::string_view job, Ms now) {
  for (int days = -1; days <= kDaysBack; ++days)
    if (const Ms at = occurrence(schedule, job, now, days); at > now) return at;
  return now;
}

}  // namespace stepgate::jobs
