#include "app/background.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <string_view>

#include "base/error.hpp"

namespace stepgate::app {
namespace {

constexpr std::string_view kFlag = "--daemon";
constexpr mode_t kMask = 027;
constexpr int kLost = 70;  // EX_SOFTWARE

/// True when the other process said that it serves, false when it ended without a word.
bool hears(int pipe) noexcept {
  char word = 0;
  ssize_t got = 0;
  do got = ::read(pipe, &word, 1);
  while (got < 0 && errno == EINTR);
  return got == 1;
}

int status_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  std::cerr << "stepgated: the start: signal " << WTERMSIG(status)
            << " ended it. Start it without --daemon to see more. [DAEMON_LOST]\n";
  return kLost;
}

void leave_terminal() noexcept {
  ::setsid();
  (void)!::chdir("/");
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0) return;
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nothing, stream);
  if (nothing > STDERR_FILENO) ::close(nothing);
}

}  // namespace

Background::~Background() {
  if (told_ >= 0) ::close(told_);
}

bool Background::take_flag(std::vector<char*>& arguments) {
  return std::erase_if(arguments, [](const char* word) { return word == kFlag; }) > 0;
}

std::optional<int> Background::begin() {
  std::array<int, 2> ends{};
  const bool piped = ::pipe2(ends.data(), O_CLOEXEC) == 0;
  const pid_t child = piped ? ::fork() : -1;
  if (child < 0)
    throw Error(ErrorKind::unavailable, "DAEMON_FORK_FAILED", "--daemon",
                "no second process can be made", "Raise the limits of processes and open files",
                std::strerror(errno));
  if (child == 0) {
    ::close(ends[0]);
    told_ = ends[1];
    ::umask(kMask);
    return std::nullopt;
  }
  ::close(ends[1]);
  const bool serves = hears(ends[0]);
  ::close(ends[0]);
  return serves ? 0 : status_of(child);
}

void Background::started() noexcept {
  if (told_ < 0) return;
  leave_terminal();
  const char word = 'y';
  (void)!::write(told_, &word, 1);
  ::close(told_);
  told_ = -1;
}

}  // namespace stepgate::app
