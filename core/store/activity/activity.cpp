#include "store/activity/activity.hpp"

#include <array>

#include "base/clock.hpp"
#include "base/text.hpp"

namespace stepgate::store::activity {

std::string_view to_string(ActivityType type) noexcept {
  return type == ActivityType::service ? "service" : "dataValueChange";
}

std::string to_string(const Position& p) {
  return std::to_string(p.at) + "." + std::to_string(p.chunk) + "." + std::to_string(p.person) +
         "." + std::to_string(p.ordinal);
}

std::optional<Position> parse_position(std::string_view text) {
  if (text.size() > 90) return std::nullopt;
  const std::vector<std::string> parts = split(text, '.');
  if (parts.size() != 4) return std::nullopt;
  std::array<std::int64_t, 4> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto number = parse_int(parts[i]);
    if (!number) return std::nullopt;
    numbers[i] = *number;
  }
  if (numbers[3] < 0 || numbers[3] > 0xffffffffLL) return std::nullopt;
  return Position{numbers[0], numbers[1], numbers[2], static_cast<std::uint32_t>(numbers[3])};
}

std::string to_string(const Damage& damage) {
  std::string text = "segment " + std::to_string(damage.segment) + " of the activity history (" +
                     std::to_string(damage.entries) + " entries of " +
                     format_datetime(damage.since) + " to " + format_datetime(damage.at) +
                     ") cannot be read: " + damage.why + "; it held people ";
  if (damage.people.empty()) text += "between ";
  return text + std::to_string(damage.first_id) + " to " + std::to_string(damage.last_id);
}

}  // namespace stepgate::store::activity
