#include "catalog/secret_box.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/error.hpp"
#include "base/text.hpp"

namespace stepgate::catalog {
namespace {

constexpr std::size_t kKeyBytes = 32;

struct File {
  int fd;
  ~File() {
    if (fd >= 0) ::close(fd);
  }
};

struct Draft {
  std::string path;
  ~Draft() { ::unlink(path.c_str()); }
};

Error unreadable(const std::string& path, const char* what) {
  return Error(ErrorKind::internal, "KEY_FILE_UNREADABLE", path, what,
               "See that the daemon's user owns the file and its directory.", std::strerror(errno));
}

void write_all(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const auto n = ::write(fd, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) throw unreadable(path, "can't be written");
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}

void sync_directory(const std::string& path) {
  const auto parent = std::filesystem::path(path).parent_path();
  const File dir{::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (dir.fd >= 0) ::fsync(dir.fd);
}

}  // namespace

bool write_private_file(const std::string& path, std::string_view text) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) == 0) return false;
  // A crash in the middle must not leave half a key where a whole one is expected.
  const Draft draft{path + ".new." + std::to_string(::getpid())};
  ::unlink(draft.path.c_str());  // of a process with the same id that was killed
  const File file{
      ::open(draft.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
  if (file.fd < 0) throw unreadable(path, "can't be created");
  write_all(file.fd, text, path);
  if (::fsync(file.fd) != 0) throw unreadable(path, "can't be written");
  if (::link(draft.path.c_str(), path.c_str()) != 0) {  // unlike rename, replaces nothing
    if (errno == EEXIST) return false;
    throw unreadable(path, "can't be created");
  }
  sync_directory(path);
  return true;
}

std::string read_private_file(const std::string& path) {
  // Not blocking: a pipe in the place of the file would hold the start up for ever.
  const File file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  if (file.fd < 0) throw unreadable(path, "can't be opened");
  struct stat about {};
  if (::fstat(file.fd, &about) != 0) throw unreadable(path, "can't be looked at");
  if (!S_ISREG(about.st_mode) || (about.st_mode & 077) != 0)
    throw Error(ErrorKind::internal, "KEY_FILE_EXPOSED", path, "others may read or write this file",
                "Run: chmod 600 " + path + " (and replace what it held, if others could read it).");
  char buffer[512];
  const auto n = ::read(file.fd, buffer, sizeof buffer);
  if (n < 0) throw unreadable(path, "can't be read");
  return std::string(buffer, static_cast<std::size_t>(n));
}

SecretBox::SecretBox(const std::string& key_file) {
  write_private_file(key_file, to_hex(random_bytes(kKeyBytes)) + "\n");
  const auto text = read_private_file(key_file);
  auto key = from_hex(trim(text));
  if (!key || key->size() != kKeyBytes)
    throw Error(
        ErrorKind::internal, "KEY_FILE_DAMAGED", key_file, "does not hold a key of 32 bytes in hex",
        "Restore it from a backup. If it is lost for good, move this file away and start once with "
        "stepgated --forget-lost-secrets: stored credentials are to be entered again.");
  key_id_ = sha256_hex("key-id:" + *key).substr(0, 8);
  key_ = Secret(std::move(*key));
}

std::string SecretBox::seal(std::string_view plain, std::string_view identity) const {
  return key_id_ + ":" +
         base64(stepgate::seal(key_.reveal(), plain, key_id_ + "|" + std::string(identity)));
}

std::string SecretBox::key_id_of(std::string_view sealed) {
  return std::string(sealed.substr(0, sealed.find(':')));
}

std::string SecretBox::open(std::string_view sealed, std::string_view identity) const {
  const auto colon = sealed.find(':');
  const auto bytes =
      colon == std::string_view::npos ? std::nullopt : from_base64(sealed.substr(colon + 1));
  if (!bytes || sealed.substr(0, colon) != key_id_)
    throw Error(ErrorKind::internal, "SECRET_UNREADABLE", std::string(identity),
                "was sealed with another key than that of the key file",
                "Restore the key file that belongs to this store, or enter the credentials again.");
  return unseal(key_.reveal(), *bytes, key_id_ + "|" + std::string(identity));
}

std::string SecretBox::derive(std::string_view purpose) const {
  const auto mac = hmac_sha256(key_.reveal(), purpose);
  return std::string(reinterpret_cast<const char*>(mac.data()), mac.size());
}

}  // namespace stepgate::catalog
