// Files that must be there after a crash, or must not.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace stepgate::plugin {

/// Owns a file descriptor.
class Fd {
 public:
  explicit Fd(int fd) noexcept : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&&) = delete;
  ~Fd();
  int get() const noexcept { return fd_; }
  bool ok() const noexcept { return fd_ >= 0; }

 private:
  int fd_;
};

/// All of these throw Error (internal, PLUGIN_STATE_UNUSABLE) that names path and errno.
void make_private_dir(const std::filesystem::path& dir);  ///< 0700, ours, no symbolic link
/// Written beside, synced, renamed into place, directory synced.
void write_durably(const std::filesystem::path& path, std::string_view bytes, mode_t mode);
void rename_durably(const std::filesystem::path& from, const std::filesystem::path& to);
void remove_durably(const std::filesystem::path& path);  ///< nothing when it is not there

/// "Permission denied" for an errno.
std::string errno_text(int error);

}  // namespace stepgate::plugin
