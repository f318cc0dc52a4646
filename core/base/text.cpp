#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/json_number.hpp"

namespace stepgate {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// Drops one leading plus; a sign may not follow it.
bool drop_plus(std::string_view& s) {
  if (s.empty() || s.front() != '+') return true;
  s.remove_prefix(1);
  return !s.empty() && s.front() != '-' && s.front() != '+';
}

}  // namespace

std::string_view trim(std::string_view s) noexcept {
  while (!s.empty() && is_space(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_space(s.back())) s.remove_suffix(1);
  return s;
}

std::string to_lower(std::string_view s) {
  std::string out(s);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool iequals(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

bool starts_with_i(std::string_view s, std::string_view prefix) noexcept {
  return s.size() >= prefix.size() && iequals(s.substr(0, prefix.size()), prefix);
}

std::vector<std::string> split(std::string_view s, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const auto end = s.find(separator);
    parts.emplace_back(s.substr(0, end));
    if (end == std::string_view::npos) return parts;
    s.remove_prefix(end + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out.append(separator);
    out.append(parts[i]);
  }
  return out;
}

std::string replace_all(std::string_view s, std::string_view from, std::string_view to) {
  if (from.empty()) return std::string(s);
  std::string out;
  for (;;) {
    const auto hit = s.find(from);
    out.append(s.substr(0, hit));
    if (hit == std::string_view::npos) return out;
    out.append(to);
    s.remove_prefix(hit + from.size());
  }
}

std::optional<std::int64_t> parse_int(std::string_view s) noexcept {
  if (!drop_plus(s)) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, trouble] = std::from_chars(s.data(), s.data() + s.size(), value);
  if (trouble != std::errc() || end != s.data() + s.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_double(std::string_view s) noexcept {
  if (!drop_plus(s)) return std::nullopt;
  double value = 0;
  const auto [end, trouble] = std::from_chars(s.data(), s.data() + s.size(), value);
  if (end != s.data() + s.size()) return std::nullopt;
  if (trouble == std::errc::result_out_of_range) return rounded_to_zero(s);
  if (trouble != std::errc() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string format_double(double v) {
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), v);
  return {buffer.data(), result.ptr};
}

}  // namespace stepgate
