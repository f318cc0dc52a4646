#include "plugin/intake.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "plugin/durable.hpp"
#include "plugin/read_file.hpp"
#include "plugin/refusal.hpp"

namespace stepgate::plugin {
namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

FileIdentity identity(const struct stat& status) {
  return {status.st_dev,
          status.st_ino,
          static_cast<std::uint64_t>(status.st_size),
          status.st_mtim.tv_sec * kNsPerSecond + status.st_mtim.tv_nsec,
          status.st_uid,
          status.st_mode};
}

std::string user_text(uid_t uid) {
  std::array<char, 4096> buffer{};
  struct passwd entry {};
  struct passwd* found = nullptr;
  const bool known = ::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0;
  return known && found != nullptr ? std::string(found->pw_name) : "user " + std::to_string(uid);
}

[[noreturn]] void refuse_errno(int error) {
  if (error == ELOOP) {
    throw Refuse{Refusal::is_symlink, "is a symbolic link",
                 "put the file itself into the plugin directory"};
  }
  throw Refuse{Refusal::unreadable, "can't be opened: " + errno_text(error),
               "let the user that stepgated runs as read it"};
}

void check_kind(const struct stat& status) {
  if (S_ISLNK(status.st_mode)) refuse_errno(ELOOP);
  if (!S_ISREG(status.st_mode)) {
    throw Refuse{Refusal::not_regular, "is not a regular file",
                 "keep only plugin files in the plugin directory"};
  }
}

void check_trust(const std::filesystem::path& file, const struct stat& status,
                 const IntakePolicy& policy) {
  const auto& trusted = policy.trusted_owners;
  if (std::find(trusted.begin(), trusted.end(), status.st_uid) == trusted.end()) {
    const std::string owner = trusted.empty() ? "root" : user_text(trusted.front());
    throw Refuse{Refusal::untrusted_owner,
                 "belongs to " + user_text(status.st_uid) + ", who is no trusted owner",
                 "if you trust the file: chown " + owner + " " + file.string()};
  }
  if ((status.st_mode & S_IWOTH) != 0) {
    throw Refuse{Refusal::world_writable, "can be written by every user",
                 "if you trust the file: chmod o-w " + file.string()};
  }
  if (static_cast<std::uint64_t>(status.st_size) > policy.max_bytes) {
    throw Refuse{Refusal::too_large,
                 "has " + std::to_string(status.st_size) + " bytes; at most " +
                     std::to_string(policy.max_bytes) + " are taken",
                 "strip debug information, or link less into it"};
  }
}

[[noreturn]] void refuse_unstable() {
  throw Refuse{Refusal::not_stable, "is still being written",
               "wait until the copy is complete, then run: stepgate plugin rescan"};
}

struct stat status_of(int fd) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) refuse_errno(errno);
  return status;
}

}  // namespace

FileIdentity look(const std::filesystem::path& file) {
  struct stat status {};
  if (::lstat(file.c_str(), &status) != 0) refuse_errno(errno);
  check_kind(status);
  return identity(status);
}

std::string take_in(const std::filesystem::path& file, const FileIdentity& seen,
                    const IntakePolicy& policy) {
  const Fd fd(::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!fd.ok()) refuse_errno(errno);
  const struct stat before = status_of(fd.get());
  check_kind(before);
  check_trust(file, before, policy);
  if (identity(before) != seen) refuse_unstable();
  const auto bytes = read_all(fd.get(), policy.max_bytes);
  if (!bytes) refuse_errno(errno);
  if (identity(status_of(fd.get())) != seen || bytes->size() != seen.size) refuse_unstable();
  return *bytes;
}

}  // namespace stepgate::plugin
