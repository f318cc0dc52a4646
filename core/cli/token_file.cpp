#include "cli/token_file.hpp"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "base/text.hpp"
#include "cli/failure.hpp"

namespace stepgate::cli {
namespace {

std::string user_of(uid_t id) {
  const auto* user = ::getpwuid(id);
  return user != nullptr ? user->pw_name : std::to_string(id);
}

std::string octal(unsigned mode) {
  std::string text;
  for (int shift = 6; shift >= 0; shift -= 3)
    text += static_cast<char>('0' + ((mode >> static_cast<unsigned>(shift)) & 7U));
  return text;
}

/// The file itself, or the directory above it that may not be looked into.
Failure unreadable(const std::string& path, int error) {
  struct stat about {};
  std::string shown = path;
  while (::stat(shown.c_str(), &about) != 0) {
    const auto above = std::filesystem::path(shown).parent_path().string();
    if (errno != EACCES || above == shown || above.empty())
      return {kUnauthorized, "TOKEN_FILE_UNREADABLE", path,
              std::string("can't be read: ") + std::strerror(error),
              "Name another with --token-file or STEPGATE_TOKEN_FILE."};
    shown = above;
  }
  const auto owner = user_of(about.st_uid);
  return {kUnauthorized, "TOKEN_FILE_UNREADABLE", path,
          (shown == path ? std::string("belongs") : shown + " belongs") + " to " + owner +
              " (mode " + octal(about.st_mode & 0777U) + ") and " + user_of(::geteuid()) +
              " can't read it",
          "Run the command as " + owner + " (sudo -u " + owner +
              " stepgate ...), or have a copy made for you and name it with --token-file or "
              "STEPGATE_TOKEN_FILE."};
}

}  // namespace

bool may_exist(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 || errno == EACCES;
}

std::string read_token_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw unreadable(path, errno);
  std::string line;
  char c = 0;
  while (line.size() < 4096 && file.get(c) && c != '\n') line += c;
  auto token = std::string(trim(line));
  if (token.empty() || token.find_first_of(" \t\r\n") != std::string::npos)
    throw Failure(kUnauthorized, "TOKEN_FILE_UNREADABLE", path, "holds no token in its first line",
                  "Name the admin.token file of the host's data directory.");
  return token;
}

}  // namespace stepgate::cli
