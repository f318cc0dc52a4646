// A copy of the whole store while it is in use: one snapshot, in a file of its own.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

namespace stepgate::store {

class Database;

struct BackupProgress {
  std::int64_t done = 0, bytes = 0;
};

struct BackupResult {
  std::string file;
  std::int64_t bytes = 0;
  std::int32_t schema_version = 0;
};

/// What is committed when it begins, and nothing of what comes later. `file` appears under its name
/// when it is whole and on the disk, mode 0600; until then the copy is beside it as
/// FILE.XXXXXX.partial, and is removed when anything fails. Commits go on meanwhile; the WAL keeps
/// what they write until the copy is done. `watch` is called every few MB and may throw to end it.
/// Any thread; readers of the pool are left alone. Throws Error: BACKUP_PATH_INVALID,
/// BACKUP_FOLDER_MISSING, BACKUP_EXISTS, BACKUP_NO_ROOM, BACKUP_FAILED, and those of the store.
BackupResult back_up(Database& database, const std::string& file,
                     const std::function<void(const BackupProgress&)>& watch = {});

}  // namespace stepgate::store
