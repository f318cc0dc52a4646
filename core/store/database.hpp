// One store: a SQLite file, its one writing connection, its readers, and the repositories over
// them. Everything handed out lives as long as the Database. Thread safe throughout.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "flow/store.hpp"

namespace stepgate::store {

class ActivityRepository;
class CampaignRepository;
class CredentialRepository;
class DeadRepository;
class FieldRepository;
class PeopleRepository;
class RunRepository;
class SealedRepository;
class ServiceLogRepository;
class ServiceRepository;
class SettingsRepository;
class StatisticsRepository;
class TraceRepository;
class UndoRepository;

struct DatabaseOptions {
  /// FULL: what commit() returned from survives a power cut. NORMAL: only a crash of the program.
  std::string synchronous = "FULL";
  std::int64_t cache_bytes = 64 << 20;        ///< page cache of the writing connection
  std::int64_t reader_cache_bytes = 2 << 20;  ///< of each reading connection
  std::int64_t mmap_bytes = 0;                ///< 0: off
  std::int32_t checkpoint_pages = 16'384;     ///< WAL pages after which they are written back
  std::int32_t readers = 16;                  ///< reading connections at most; opened when needed
  const Clock* clock = nullptr;               ///< null: the machine's; must outlive the Database
};

struct DatabaseHealth {
  bool ok = false;
  std::string code, message;  ///< why not: STORE_FULL, STORE_READ_ONLY, STORE_FAILED
  std::string file;
  std::int32_t schema_version = 0;
  std::int64_t bytes = 0, wal_bytes = 0;
  std::int64_t people = 0;
  Ms last_commit_at = 0;  ///< wall time of the last commit of this life, 0 before the first
};

class Database {
 public:
  /// Creates the file when it is not there, migrates an older one. Throws Error: STORE_UNREADABLE
  /// (cannot be opened or created), STORE_FOREIGN (a file of another program), STORE_NEWER (written
  /// by a newer version), STORE_IN_USE (another process has it), STORE_DAMAGED.
  static std::unique_ptr<Database> open(const std::string& path,
                                        const DatabaseOptions& options = {});
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  flow::Store& store() noexcept;  ///< what the engine drives
  FieldRepository& fields() noexcept;
  PeopleRepository& people() noexcept;
  ServiceRepository& services() noexcept;
  CredentialRepository& credentials() noexcept;
  SealedRepository& sealed() noexcept;
  CampaignRepository& campaigns() noexcept;
  RunRepository& runs() noexcept;
  UndoRepository& undo() noexcept;
  DeadRepository& dead() noexcept;
  StatisticsRepository& statistics() noexcept;
  ServiceLogRepository& service_log() noexcept;
  TraceRepository& traces() noexcept;
  ActivityRepository& activities() noexcept;
  SettingsRepository& settings() noexcept;

  /// Never throws; tries a read. Cheap enough for a health endpoint.
  DatabaseHealth health() noexcept;
  /// Writes the WAL back into the file and truncates it. Waits for readers at most 5 s.
  void checkpoint();
  /// Bytes of file and WAL.
  std::int64_t size() const;
  /// The highest chunk id ever written: the floor for flow::ChunkIds.
  flow::ChunkId highest_chunk();
  const std::string& path() const noexcept;

  struct Impl;  ///< for the .cpp files of this room
  Impl& impl() noexcept { return *impl_; }

 private:
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace stepgate::store
