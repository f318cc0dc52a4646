// A line on stderr that moves on a terminal, and says something now and then elsewhere. One thread.
#pragma once
#include <chrono>
#include <string>

#include "cli/console.hpp"

namespace stepgate::cli {

class Progress {
 public:
  explicit Progress(const Console& console);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `part` of the work, 0 to 1; below 0: not known. Drawn at most ten times a second on a
  /// terminal, every few seconds as a line of its own elsewhere.
  void show(double part, const std::string& text);
  /// Takes the line away, so that something else can be printed.
  void clear();

 private:
  using Steady = std::chrono::steady_clock;
  const Console& console_;
  Steady::time_point drawn_;
  bool visible_ = false;
};

/// "[######......]"; blocks where the terminal has them.
std::string bar(double part, std::size_t width, bool blocks);

}  // namespace stepgate::cli
