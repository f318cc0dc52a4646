// Reading a whole file through one descriptor.
#pragma once
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <optional>
#include <string>

#include "plugin/durable.hpp"

namespace stepgate::plugin {

/// At most `max_bytes` + 1 bytes, so that the caller sees that there are more. errno is set when
/// nullopt.
inline std::optional<std::string> read_all(int fd, std::size_t max_bytes) {
  constexpr std::size_t kStep = 1u << 20;
  std::string bytes;
  for (;;) {
    const std::size_t have = bytes.size();
    bytes.resize(have + kStep);
    const ssize_t got = ::read(fd, bytes.data() + have, kStep);
    bytes.resize(have + static_cast<std::size_t>(got > 0 ? got : 0));
    if (got < 0 && errno != EINTR) return std::nullopt;
    if (got == 0 || bytes.size() > max_bytes) return bytes;
  }
}

inline std::optional<std::string> read_whole_file(const std::filesystem::path& path,
                                                  std::size_t max_bytes) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  return fd.ok() ? read_all(fd.get(), max_bytes) : std::nullopt;
}

}  // namespace stepgate::plugin
