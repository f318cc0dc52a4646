// Inside base: the little arithmetic that both kinds of dates need.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace stepgate {

/// Exactly `count` (at most 9) ASCII digits.
std::optional<int> read_digits(std::string_view text, std::size_t count);

/// Days since 1970-01-01 of a date of the Gregorian calendar, years 1 to 9999, or nothing when
/// there is no such day.
std::optional<std::int64_t> days_of(int year, int month, int day);

}  // namespace stepgate
