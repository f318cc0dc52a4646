// Time as an argument: wall time for what is written down, steady time for durations.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stepgate {

using Ms = std::int64_t;  ///< milliseconds since the Unix epoch, or a duration in milliseconds

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Ms now() const = 0;     ///< wall time
  virtual Ms steady() const = 0;  ///< never goes back
};
/// The machine's clocks. Thread safe.
Clock& system_clock();

std::string format_datetime(Ms at);  ///< "2026-01-02T03:04:05Z"; cut to the years 0001 to 9999
std::string format_date(Ms at);      ///< "2026-01-02", the day in UTC
/// ISO 8601 with or without offset (without: UTC), fraction dropped, also a space for the T. Years
/// 0001 to 9999. Seconds may be absent; 24:00 is the next midnight; second 60 is read only at the
/// end of a UTC day (a leap second) and is that midnight too. A date alone is no instant and is not
/// read.
std::optional<Ms> parse_datetime(std::string_view text);
/// RFC 3339 full-date, years 0001 to 9999, days checked by month and leap year.
bool is_full_date(std::string_view text);
/// Retry-After in both forms (seconds, HTTP date): milliseconds from `now`, never negative, at most
/// 24 h.
std::optional<Ms> parse_retry_after(std::string_view value, Ms now);

}  // namespace stepgate
