#include "cli/progress.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>

#include "cli/terminal_text.hpp"

namespace stepgate::cli {
namespace {

constexpr std::chrono::milliseconds kRedraw{100};
constexpr std::chrono::seconds kLines{3};
constexpr std::size_t kBar = 24;

}  // namespace

std::string bar(double part, std::size_t width, bool blocks) {
  const auto done =
      static_cast<std::size_t>(std::clamp(part, 0.0, 1.0) * static_cast<double>(width) + 1e-9);
  std::string text = "[";
  for (std::size_t i = 0; i < width; ++i)
    text += i < done ? (blocks ? "█" : "#") : (blocks ? "░" : ".");
  return text + "]";
}

// The first line elsewhere comes after a while only: short work needs none.
Progress::Progress(const Console& console)
    : console_(console), drawn_(console.err_terminal() ? Steady::time_point{} : Steady::now()) {}

Progress::~Progress() { clear(); }

void Progress::show(double part, const std::string& text) {
  if (console_.quiet()) return;
  const auto now = Steady::now();
  const bool terminal = console_.err_terminal();
  if (drawn_ != Steady::time_point{} &&
      now - drawn_ < (terminal ? Steady::duration(kRedraw) : Steady::duration(kLines)))
    return;
  drawn_ = now;
  std::string line;
  if (part >= 0) {
    if (terminal) line = bar(part, kBar, console_.unicode()) + " ";
    line += std::to_string(static_cast<int>(std::clamp(part, 0.0, 1.0) * 100)) + " %  ";
  }
  line += text;
  if (!terminal) {
    console_.err() << line << '\n' << std::flush;
    return;
  }
  console_.err() << "\r\033[K" << fit(line, console_.columns() - 1) << std::flush;
  visible_ = true;
}

void Progress::clear() {
  if (visible_) console_.err() << "\r\033[K" << std::flush;
  visible_ = false;
}

}  // namespace stepgate::cli
