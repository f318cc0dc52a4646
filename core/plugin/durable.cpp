#include "plugin/durable.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "base/text.hpp"

namespace stepgate::plugin {
namespace {

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& fact, int error) {
  throw Error(ErrorKind::internal, "PLUGIN_STATE_UNUSABLE", path.string(), fact,
              "give the state directory to the user that stepgated runs as, with mode 0700",
              error != 0 ? errno_text(error) : std::string());
}

void sync_dir(const std::filesystem::path& dir) {
  const Fd fd(::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.ok() || ::fsync(fd.get()) != 0) fail(dir, "can't be synced", errno);
}

void write_all(int fd, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) fail(path, "can't be written", errno);
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

Fd::~Fd() {
  if (fd_ >= 0) ::close(fd_);
}

std::string errno_text(int error) { return std::generic_category().message(error); }

void make_private_dir(const std::filesystem::path& dir) {
  std::error_code ignored;  // mkdir below says what is wrong
  std::filesystem::create_directories(dir.parent_path(), ignored);
  if (::mkdir(dir.c_str(), 0700) != 0 && errno != EEXIST) fail(dir, "can't be made", errno);
  struct stat status {};
  if (::lstat(dir.c_str(), &status) != 0) fail(dir, "can't be looked at", errno);
  if (!S_ISDIR(status.st_mode)) fail(dir, "is not a directory", 0);
  if (status.st_uid != ::geteuid()) fail(dir, "belongs to another user", 0);
  if ((status.st_mode & 077) != 0 && ::chmod(dir.c_str(), 0700) != 0) {
    fail(dir, "is open to other users", errno);
  }
}

void write_durably(const std::filesystem::path& path, std::string_view bytes, mode_t mode) {
  const auto beside = path.parent_path() / ("." + to_hex(random_bytes(8)) + ".tmp");
  {
    const Fd fd(::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
    if (!fd.ok()) fail(beside, "can't be made", errno);
    write_all(fd.get(), bytes, beside);
    if (::fsync(fd.get()) != 0) fail(beside, "can't be synced", errno);
  }
  rename_durably(beside, path);
}

void rename_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) fail(to, "can't be put in place", errno);
  sync_dir(to.parent_path());
}

void remove_durably(const std::filesystem::path& path) {
  if (::unlink(path.c_str()) != 0) {
    if (errno == ENOENT) return;
    fail(path, "can't be removed", errno);
  }
  sync_dir(path.parent_path());
}

}  // namespace stepgate::plugin
