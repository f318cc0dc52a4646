#include "base/clock.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "base/calendar.hpp"

namespace stepgate {
namespace {

class MachineClock final : public Clock {
 public:
  Ms now() const override { return since_start(std::chrono::system_clock::now()); }
  Ms steady() const override { return since_start(std::chrono::steady_clock::now()); }

 private:
  template <class TimePoint>
  static Ms since_start(TimePoint at) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch()).count();
  }
};

constexpr std::int64_t kFirstSecond = -62135596800;  // 0001-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253402300799;   // 9999-12-31T23:59:59Z
constexpr std::int64_t kDaySeconds = 86400;

struct Civil {
  int year, month, day;
  std::int64_t second_of_day;
};

Civil civil_of(Ms at) {
  const auto floored = std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(at));
  const std::chrono::seconds second(
      std::clamp<std::int64_t>(floored.count(), kFirstSecond, kLastSecond));
  const auto day = std::chrono::floor<std::chrono::days>(second);
  const std::chrono::year_month_day date{std::chrono::sys_days(day)};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())), (second - day).count()};
}

/// Reads a text from left to right; every step says whether it found what it needed.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : left_(text) {}
  bool done() const { return left_.empty(); }
  bool at(char c) const { return !left_.empty() && left_.front() == c; }
  bool take(char c) {
    if (!at(c)) return false;
    left_.remove_prefix(1);
    return true;
  }
  bool number(std::size_t digits, int& value) {
    const auto read = read_digits(left_.substr(0, digits), digits);
    if (!read) return false;
    value = *read;
    left_.remove_prefix(digits);
    return true;
  }
  bool fraction() {  // at least one digit; its value is dropped
    const auto end = left_.find_first_not_of("0123456789");
    if (end == 0 || left_.empty()) return false;
    left_.remove_prefix(std::min(end, left_.size()));
    return true;
  }

 private:
  std::string_view left_;
};

struct TimeOfDay {
  int hour = 0, minute = 0, second = 0;
};

bool read_time(Cursor& in, TimeOfDay& time) {
  if (!in.number(2, time.hour) || !in.take(':') || !in.number(2, time.minute)) return false;
  if (in.take(':')) {
    if (!in.number(2, time.second)) return false;
    if ((in.take('.') || in.take(',')) && !in.fraction()) return false;
  }
  if (time.minute > 59 || time.second > 60) return false;
  // 24:00 is the end of the day, and nothing comes after it.
  return time.hour < 24 || (time.hour == 24 && time.minute == 0 && time.second == 0);
}

/// "Z", "+hh:mm", "+hhmm", "+hh" or nothing (UTC); in seconds east of Greenwich.
bool read_offset(Cursor& in, int& seconds) {
  if (in.done() || in.take('Z') || in.take('z')) return true;
  const bool west = in.at('-');
  if (!in.take('-') && !in.take('+')) return false;
  int hours = 0, minutes = 0;
  if (!in.number(2, hours)) return false;
  const bool colon = in.take(':');
  if ((colon || !in.done()) && !in.number(2, minutes)) return false;
  if (hours > 23 || minutes > 59) return false;
  seconds = (hours * 60 + minutes) * 60 * (west ? -1 : 1);
  return true;
}

}  // namespace

Clock& system_clock() {
  static MachineClock clock;
  return clock;
}

std::string format_datetime(Ms at) {
  const Civil c = civil_of(at);
  std::array<char, 64> text{};
  const auto second = static_cast<int>(c.second_of_day);
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day,
                second / 3600, second / 60 % 60, second % 60);
  return text.data();
}

std::string format_date(Ms at) { return format_datetime(at).substr(0, 10); }

std::optional<Ms> parse_datetime(std::string_view text) {
  if (text.size() < 11 || !is_full_date(text.substr(0, 10))) return std::nullopt;
  const auto date = days_of(*read_digits(text.substr(0, 4), 4), *read_digits(text.substr(5, 2), 2),
                            *read_digits(text.substr(8, 2), 2));
  Cursor in(text.substr(10));
  TimeOfDay time;
  int offset = 0;
  if (!in.take('T') && !in.take('t') && !in.take(' ')) return std::nullopt;
  if (!read_time(in, time) || !read_offset(in, offset) || !in.done()) return std::nullopt;
  const std::int64_t second =
      *date * kDaySeconds + time.hour * 3600 + time.minute * 60 + time.second - offset;
  // A leap second exists only at the end of a UTC day; it is the same instant as the next midnight.
  if (time.second == 60 && second % kDaySeconds != 0) return std::nullopt;
  if (second < kFirstSecond || second > kLastSecond) return std::nullopt;
  return second * 1000;
}

bool is_full_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = read_digits(text.substr(0, 4), 4);
  const auto month = read_digits(text.substr(5, 2), 2);
  const auto day = read_digits(text.substr(8, 2), 2);
  return year && month && day && days_of(*year, *month, *day);
}

std::optional<int> read_digits(std::string_view text, std::size_t count) {
  if (text.size() != count) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<std::int64_t> days_of(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || day < 1) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

}  // namespace stepgate
