// `--daemon`: the process goes to the background only once it serves. Until then whoever started it
// waits, sees on the terminal what goes wrong, and gets the exit status of the foreground.
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace stepgate::app {

/// Poco's own way forks before it reads the configuration and ends the first process with 0
/// whatever comes of it, so it never sees the flag: fork() must come before any thread, and the
/// configuration may start some.
class Background {
 public:
  Background() = default;
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  ~Background();

  /// Takes --daemon out of the arguments; false when it was not among them.
  static bool take_flag(std::vector<char*>& arguments);

  /// Forks. Nothing in the new process, which goes on to start. In the first: its exit status, 0
  /// once the other has called started(), else the other's own. Throws Error (DAEMON_FORK_FAILED).
  std::optional<int> begin();
  /// In the new process: leaves terminal, session and directory, and lets the first one end. Does
  /// nothing in the foreground.
  void started() noexcept;

 private:
  int told_ = -1;  ///< the writing end of the pipe that the first process reads
};

}  // namespace stepgate::app
