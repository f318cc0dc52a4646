#include <algorithm>
#include <array>

#include "base/calendar.hpp"
#include "base/clock.hpp"
#include "base/text.hpp"

namespace stepgate {
namespace {

constexpr Ms kLongest = Ms{24} * 3600 * 1000;
constexpr Ms kYearMs = Ms{365} * 24 * 3600 * 1000;

std::optional<int> month_of(std::string_view name) {
  constexpr std::array<std::string_view, 12> kNames = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto hit = std::find(kNames.begin(), kNames.end(), name);
  if (hit == kNames.end()) return std::nullopt;
  return static_cast<int>(hit - kNames.begin()) + 1;
}

/// "08:49:37" in seconds of the day.
std::optional<std::int64_t> time_of(std::string_view text) {
  if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
  const auto hour = read_digits(text.substr(0, 2), 2);
  const auto minute = read_digits(text.substr(3, 2), 2);
  const auto second = read_digits(text.substr(6, 2), 2);
  if (!hour || !minute || !second) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return *hour * 3600 + *minute * 60 + *second;
}

struct DateParts {
  std::string_view year, month, day, time;
};

std::optional<Ms> instant_of(int year, const DateParts& parts) {
  const auto month = month_of(parts.month);
  const auto day = read_digits(parts.day, 2);
  const auto time = time_of(parts.time);
  if (!month || !day || !time) return std::nullopt;
  const auto days = days_of(year, *month, *day);
  if (!days) return std::nullopt;
  return (*days * 86400 + *time) * 1000;
}

std::optional<Ms> with_full_year(const DateParts& parts) {
  const auto year = read_digits(parts.year, 4);
  return year ? instant_of(*year, parts) : std::nullopt;
}

/// Two digits: the year of this century, or of the last one when that is over 50 years ahead (RFC
/// 9110).
std::optional<Ms> with_short_year(const DateParts& parts, Ms now) {
  const auto digits = read_digits(parts.year, 2);
  if (!digits) return std::nullopt;
  const int this_year = read_digits(format_date(now).substr(0, 4), 4).value_or(1970);
  const int year = this_year - this_year % 100 + *digits;
  const auto at = instant_of(year, parts);
  return at && *at - now > 50 * kYearMs ? instant_of(year - 100, parts) : at;
}

/// The three forms of RFC 9110 section 5.6.7. The name of the day is not checked: the date decides.
std::optional<Ms> parse_http_date(std::string_view text, Ms now) {
  const auto comma = text.find(',');
  if (comma == std::string_view::npos) {  // "Sun Nov  6 08:49:37 1994"
    if (text.size() != 24 || text[3] != ' ' || text[7] != ' ' || text[19] != ' ') {
      return std::nullopt;
    }
    std::string day(text.substr(8, 2));
    if (day[0] == ' ') day[0] = '0';
    if (text[10] != ' ') return std::nullopt;
    return with_full_year({text.substr(20), text.substr(4, 3), day, text.substr(11, 8)});
  }
  text.remove_prefix(comma + 1);
  if (!text.ends_with(" GMT")) return std::nullopt;
  text.remove_suffix(4);
  if (text.size() == 21 && text[0] == ' ' && text[3] == ' ' && text[7] == ' ' && text[12] == ' ') {
    // " 06 Nov 1994 08:49:37"
    return with_full_year(
        {text.substr(8, 4), text.substr(4, 3), text.substr(1, 2), text.substr(13)});
  }
  if (text.size() == 19 && text[0] == ' ' && text[3] == '-' && text[7] == '-' && text[10] == ' ') {
    // " 06-Nov-94 08:49:37"
    return with_short_year(
        {text.substr(8, 2), text.substr(4, 3), text.substr(1, 2), text.substr(11)}, now);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Ms> parse_retry_after(std::string_view value, Ms now) {
  value = trim(value);
  if (value.empty()) return std::nullopt;
  if (value.find_first_not_of("0123456789") == std::string_view::npos) {
    const auto seconds = parse_int(value);
    return seconds && *seconds < kLongest / 1000 ? *seconds * 1000 : kLongest;
  }
  const auto at = parse_http_date(value, now);
  if (!at) return std::nullopt;
  // Compared before subtracting: `now` may be any number.
  if (*at <= now) return 0;
  return now < *at - kLongest ? kLongest : *at - now;
}

}  // namespace stepgate
