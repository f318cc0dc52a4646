#include "store/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/error.hpp"

namespace stepgate::store {

FileLock::FileLock(const std::string& path)
    : descriptor_(
          ::open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
  if (descriptor_ < 0) {
    throw Error(ErrorKind::unavailable, "STORE_UNREADABLE", "store " + path,
                "its lock file " + path + ".lock cannot be made",
                "Check that the folder exists and is writable for the daemon's user",
                std::generic_category().message(errno));
  }
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return;
  ::close(descriptor_);
  throw Error(ErrorKind::conflict, "STORE_IN_USE", "store " + path, "another process has it open",
              "Stop the other daemon, or name another file");
}

FileLock::~FileLock() { ::close(descriptor_); }

void create_private_file(const std::string& path) noexcept {
  const int made = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made >= 0) ::close(made);
}

std::int64_t bytes_of_file(const std::string& path) {
  struct stat info = {};
  return ::stat(path.c_str(), &info) == 0 ? static_cast<std::int64_t>(info.st_size) : 0;
}

}  // namespace stepgate::store
