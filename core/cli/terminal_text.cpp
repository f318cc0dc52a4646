#include "cli/terminal_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.hpp"

namespace stepgate::cli {
namespace {

struct Range {
  char32_t first, last;
};

// The common ranges of Unicode's East_Asian_Width W and F, and of emoji shown in two columns.
constexpr std::array<Range, 14> kWide{{{0x1100, 0x115F},
                                       {0x231A, 0x231B},
                                       {0x2E80, 0x303E},
                                       {0x3041, 0x33FF},
                                       {0x3400, 0x4DBF},
                                       {0x4E00, 0x9FFF},
                                       {0xA000, 0xA4CF},
                                       {0xAC00, 0xD7A3},
                                       {0xF900, 0xFAFF},
                                       {0xFE30, 0xFE6F},
                                       {0xFF00, 0xFF60},
                                       {0xFFE0, 0xFFE6},
                                       {0x1F300, 0x1FAFF},
                                       {0x20000, 0x3FFFD}}};
// Marks that stand on the character before them, joiners and direction marks.
constexpr std::array<Range, 12> kNone{{{0x0300, 0x036F},
                                       {0x0483, 0x0489},
                                       {0x0591, 0x05BD},
                                       {0x0610, 0x061A},
                                       {0x064B, 0x065F},
                                       {0x0E34, 0x0E3A},
                                       {0x1AB0, 0x1AFF},
                                       {0x1DC0, 0x1DFF},
                                       {0x200B, 0x200F},
                                       {0x20D0, 0x20FF},
                                       {0xFE00, 0xFE0F},
                                       {0xFE20, 0xFE2F}}};

template <std::size_t N>
bool within(const std::array<Range, N>& ranges, char32_t c) noexcept {
  return std::any_of(ranges.begin(), ranges.end(),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

/// The character at `at`, which moves behind it. Bad bytes count as one character each.
char32_t next_character(std::string_view text, std::size_t& at) noexcept {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0xC0) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t c = lead & (0x3FU >> more);
  for (int i = 0; i < more && at < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte & 0xC0U) != 0x80U) break;
    c = (c << 6) | (byte & 0x3FU);
    ++at;
  }
  return c;
}

std::size_t width_of(char32_t c) noexcept {
  if (within(kNone, c)) return 0;
  return within(kWide, c) ? 2 : 1;
}

std::string fixed(double value, const char* unit) {
  const auto tenths = static_cast<std::int64_t>(std::llround(value * 10));
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + unit;
}

}  // namespace

std::size_t display_width(std::string_view text) noexcept {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) width += width_of(next_character(text, at));
  return width;
}

std::string fit(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  std::size_t width = 0, at = 0, end = 0;
  while (at < text.size()) {
    width += width_of(next_character(text, at));
    if (width + 1 > columns) break;
    end = at;
  }
  return columns == 0 ? std::string() : std::string(text.substr(0, end)) + "…";
}

std::string printable(std::string_view text) {
  std::string out;
  const auto valid = to_valid_utf8(text);
  for (std::size_t at = 0; at < valid.size();) {
    const auto begin = at;
    const auto c = next_character(valid, at);
    // C0, DEL, C1, and the marks that turn the direction of what follows.
    const bool steers = c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
                        (c >= 0x2066 && c <= 0x2069);
    if (steers)
      out += ' ';
    else
      out.append(valid, begin, at - begin);
  }
  return out;
}

std::string grouped(std::int64_t number) {
  auto digits = std::to_string(number);
  const std::size_t sign = number < 0 ? 1 : 0;
  for (auto at = digits.size(); at > sign + 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<std::int64_t>(std::llround(std::max(seconds, 0.0)));
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

std::string bytes_text(std::uint64_t bytes) {
  const auto size = static_cast<double>(bytes);
  if (bytes < 1000) return std::to_string(bytes) + " bytes";
  if (bytes < 1'000'000) return fixed(size / 1e3, " kB");
  if (bytes < 1'000'000'000) return fixed(size / 1e6, " MB");
  return fixed(size / 1e9, " GB");
}

std::string shell_word(std::string_view word) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=@%+,";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos)
    return std::string(word);
  return "'" + replace_all(word, "'", "'\\''") + "'";
}

}  // namespace stepgate::cli
