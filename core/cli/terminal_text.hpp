// Text on a terminal: how wide it is, and nothing in it that could steer the terminal.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace stepgate::cli {

/// Columns on a terminal: combining marks take none, East Asian wide characters and emoji two.
std::size_t display_width(std::string_view text) noexcept;
/// At most `columns` wide, cut between characters, with an ellipsis when something was cut.
std::string fit(std::string_view text, std::size_t columns);
/// Names and messages come from services: control characters become spaces, bad UTF-8 U+FFFD.
std::string printable(std::string_view text);
/// "12,345".
std::string grouped(std::int64_t number);
/// "3 s", "2 min 5 s", "1 h 4 min".
std::string duration_text(double seconds);
/// "1.4 MB".
std::string bytes_text(std::uint64_t bytes);
/// A word as a shell takes it back: quoted when it has to be.
std::string shell_word(std::string_view word);

}  // namespace stepgate::cli
