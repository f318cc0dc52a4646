#include "cli/console.hpp"

#include <istream>
#include <ostream>

#include "base/text.hpp"

namespace stepgate::cli {
namespace {

const char* escape(Style style) {
  switch (style) {
    case Style::bold:
      return "\033[1m";
    case Style::dim:
      return "\033[2m";
    case Style::red:
      return "\033[31m";
    case Style::green:
      return "\033[32m";
    case Style::amber:
      return "\033[33m";
    case Style::italic:
      return "\033[3m";
    case Style::plain:
      break;
  }
  return "";
}

std::string painted(bool colour, Style style, std::string_view text) {
  if (!colour || style == Style::plain) return std::string(text);
  return escape(style) + std::string(text) + "\033[0m";
}

}  // namespace

Console::Console(Surroundings& surroundings, bool json, bool colour, bool quiet)
    : surroundings_(surroundings), json_(json), quiet_(quiet) {
  const bool wanted =
      colour && surroundings.env("NO_COLOR").empty() && surroundings.env("TERM") != "dumb";
  colour_steps_ = wanted && (json ? surroundings.err_terminal : surroundings.out_terminal);
  colour_err_ = wanted && surroundings.err_terminal;
  auto locale = surroundings.env("LC_ALL");
  if (locale.empty()) locale = surroundings.env("LC_CTYPE");
  if (locale.empty()) locale = surroundings.env("LANG");
  // A terminal that was told of another character set shows ticks as rubbish; pipes take UTF-8.
  unicode_ = !surroundings.out_terminal || to_lower(locale).find("utf") != std::string::npos;
}

void Console::line(std::string_view text) const { steps() << text << '\n' << std::flush; }
void Console::good(std::string_view text) const {
  line(styled(Style::green, unicode_ ? "✓" : "+") + " " + std::string(text));
}
void Console::bad(std::string_view text) const {
  line(styled(Style::red, unicode_ ? "✗" : "x") + " " + std::string(text));
}
void Console::warning(std::string_view text) const {
  line(styled(Style::amber, "!") + " " + std::string(text));
}
void Console::note(std::string_view text) const {
  if (!quiet_) err() << styled_error(Style::dim, text) << '\n' << std::flush;
}

std::string Console::styled(Style style, std::string_view text) const {
  return painted(colour_steps_, style, text);
}
std::string Console::styled_error(Style style, std::string_view text) const {
  return painted(colour_err_, style, text);
}

bool Console::confirm(const std::string& question) const {
  err() << question << " [Y/n] " << std::flush;
  std::string answer;
  if (!std::getline(*surroundings_.in, answer)) return false;
  answer = to_lower(trim(answer));
  return answer.empty() || answer == "y" || answer == "yes";
}

}  // namespace stepgate::cli
