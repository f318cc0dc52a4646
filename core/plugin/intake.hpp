// The way of a file from where an admin dropped it to a private copy (ABI.md, "Loading"). What is
// hashed, copied and loaded are the same bytes, read once through one descriptor.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace stepgate::plugin {

struct IntakePolicy {
  std::vector<uid_t> trusted_owners;
  std::size_t max_bytes = 64u << 20;
};

/// What tells whether a file is still the one that was looked at.
struct FileIdentity {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::int64_t modified_ns = 0;
  uid_t owner = 0;
  mode_t mode = 0;
  bool operator==(const FileIdentity&) const = default;
};

/// Looks without opening. Throws Refuse: NOT_REGULAR, IS_SYMLINK, UNREADABLE.
FileIdentity look(const std::filesystem::path& file);

/// Reads a file that still is `seen`. Throws Refuse: the codes of look, UNTRUSTED_OWNER,
/// WORLD_WRITABLE, TOO_LARGE, NOT_STABLE.
std::string take_in(const std::filesystem::path& file, const FileIdentity& seen,
                    const IntakePolicy& policy);

}  // namespace stepgate::plugin
