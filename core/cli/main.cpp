// stepgate: the command line of Stepgate.
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>

#include "cli/program.hpp"

namespace {

/// Echo is back on whatever happens while the line is typed, but for a kill.
class NoEcho {
 public:
  NoEcho() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    auto silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  ~NoEcho() {
    if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

std::string ask_secret(const std::string& prompt) {
  std::cerr << prompt << std::flush;
  std::string line;
  {
    const NoEcho quiet;
    std::getline(std::cin, line);
  }
  std::cerr << '\n';
  return line;
}

std::size_t columns() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20 ? size.ws_col : 80;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_DFL);  // `stepgate ... | head` ends quietly
  std::ios::sync_with_stdio(false);
  stepgate::cli::Surroundings surroundings;
  surroundings.out = &std::cout;
  surroundings.err = &std::cerr;
  surroundings.in = &std::cin;
  surroundings.out_terminal = ::isatty(STDOUT_FILENO) == 1;
  surroundings.err_terminal = ::isatty(STDERR_FILENO) == 1;
  surroundings.in_terminal = ::isatty(STDIN_FILENO) == 1;
  surroundings.columns = columns();
  surroundings.env = [](const std::string& name) {
    const auto* value = std::getenv(name.c_str());
    return std::string(value == nullptr ? "" : value);
  };
  surroundings.ask_secret = ask_secret;
  return stepgate::cli::run_program({argv + 1, argv + argc}, surroundings);
}
