// Encryption of credentials at rest: AES-256-GCM under a key file that only the daemon's user may
// read. A value is bound to its row, so one that was moved to another row does not open.
#pragma once
#include <string>
#include <string_view>

#include "base/crypto.hpp"

namespace stepgate::catalog {

class SecretBox {
 public:
  /// Reads the key file, or makes it (mode 0600, durable, whole or not at all). Throws Error:
  /// KEY_FILE_UNREADABLE, KEY_FILE_EXPOSED (others may read it), KEY_FILE_DAMAGED.
  explicit SecretBox(const std::string& key_file);

  /// Text for the store; `identity` names the row.
  std::string seal(std::string_view plain, std::string_view identity) const;
  /// Throws Error SECRET_UNREADABLE.
  std::string open(std::string_view sealed, std::string_view identity) const;
  const std::string& key_id() const noexcept { return key_id_; }
  /// The id of the key that a text was sealed under.
  static std::string key_id_of(std::string_view sealed);
  /// A key of its own for another purpose ("callback-url"), derived from the file's.
  std::string derive(std::string_view purpose) const;

 private:
  Secret key_;
  std::string key_id_;
};

/// Writes a new file with mode 0600 and makes it durable, whole or not at all; false when it is
/// there already.
bool write_private_file(const std::string& path, std::string_view text);
/// The text of a file that nobody but its owner may read. Throws Error KEY_FILE_UNREADABLE,
/// KEY_FILE_EXPOSED.
std::string read_private_file(const std::string& path);

}  // namespace stepgate::catalog
