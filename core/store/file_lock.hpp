// One process at a time has the store. Readers from outside (the sqlite3 shell) are not locked out.
#pragma once
#include <cstdint>
#include <string>

namespace stepgate::store {

/// An advisory lock on "<path>.lock", gone with the process however it ends.
class FileLock {
 public:
  /// Throws Error STORE_IN_USE or STORE_UNREADABLE.
  explicit FileLock(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_;
};

/// Makes the file, 0600, when it is not there: it holds people's data. Trouble is left to who opens
/// it.
void create_private_file(const std::string& path) noexcept;

std::int64_t bytes_of_file(const std::string& path);  ///< 0 when it is not there

}  // namespace stepgate::store
