#include "store/backup.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include "base/error.hpp"
#include "store/database.hpp"
#include "store/schema/migrations.hpp"
#include "store/sql/failure.hpp"
#include "store/sql/readers.hpp"
#include "store/sql/statement.hpp"

namespace stepgate::store {
namespace {

/// 2 MB of SQLite's usual pages; then they go to the disk, so that no commit finds the whole copy
/// before it in the queue of its own fsync.
constexpr int kStepPages = 512;
/// What must stay free beside the copy: the store goes on writing, perhaps on the same disk.
constexpr std::uint64_t kSpareBytes = 64u << 20;

std::string subject_of(const std::string& file) { return "backup " + file; }

Error failed(const std::string& file, int number, const std::string& doing) {
  const auto cause = doing + ": " + std::generic_category().message(number);
  switch (number) {
    case EEXIST:
      return {ErrorKind::conflict, "BACKUP_EXISTS", subject_of(file),
              "there is something of that name already", "Give a name that is free"};
    case ENOENT:
    case ENOTDIR:
      return {ErrorKind::invalid, "BACKUP_FOLDER_MISSING", subject_of(file),
              "its folder is not there",
              "Make the folder on the daemon's machine, or give another"};
    case ENOSPC:
    case EDQUOT:
      return {ErrorKind::unavailable,
              "BACKUP_NO_ROOM",
              subject_of(file),
              "the file system has no room left for it",
              "Make room there, or give a folder on another one",
              cause};
    default:
      return {number == EIO ? ErrorKind::unavailable : ErrorKind::invalid,
              "BACKUP_FAILED",
              subject_of(file),
              "it could not be written",
              "Give a folder in which the daemon's user may write; see the cause",
              cause};
  }
}

Error invalid(const std::string& file, const std::string& fact, const std::string& remedy) {
  return {ErrorKind::invalid, "BACKUP_PATH_INVALID", subject_of(file), fact, remedy};
}

std::string folder_of(const std::string& path) {
  const auto slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

/// The client's working directory is not the daemon's, and a name in the data directory could be
/// taken for a part of the store.
void check_path(const Database& database, const std::string& file) {
  if (file.empty() || file.front() != '/')
    throw invalid(file, "the path is not absolute", "Give it from / on, on the daemon's machine");
  if (file.size() >= PATH_MAX || file.find('\0') != std::string::npos)
    throw invalid(file.substr(0, 100), "this is no path", "Give a shorter, plain one");
  const auto name = file.substr(file.find_last_of('/') + 1);
  if (name.empty() || name == "." || name == "..")
    throw invalid(file, "it names no file", "Give the file's name as well");
  struct stat about {};
  if (::stat(folder_of(file).c_str(), &about) != 0) throw failed(file, errno, "look at its folder");
  if (!S_ISDIR(about.st_mode)) throw failed(file, ENOTDIR, "look at its folder");
  std::error_code ignored;
  if (std::filesystem::equivalent(folder_of(file), folder_of(database.path()), ignored))
    throw invalid(file, "this is the data directory", "Give a folder elsewhere, on another disk");
  if (::lstat(file.c_str(), &about) == 0) throw failed(file, EEXIST, "look at it");
}

void check_room(const std::string& file, std::int64_t bytes) {
  struct statvfs about {};
  if (::statvfs(folder_of(file).c_str(), &about) != 0) return;  // the copy itself will tell
  const auto room = std::uint64_t{about.f_bavail} * about.f_frsize;
  if (room < static_cast<std::uint64_t>(bytes) + kSpareBytes)
    throw failed(file, ENOSPC,
                 std::to_string(bytes) + " bytes are to be copied, " + std::to_string(room) +
                     " are free, and 64 MB must stay so");
}

/// The copy until it has its name. Removed unless it got that.
class PartialFile {
 public:
  explicit PartialFile(const std::string& file) : file_(file), path_(file + ".XXXXXX.partial") {
    constexpr int kSuffix = 8;                                    // ".partial"
    descriptor_ = ::mkostemps(path_.data(), kSuffix, O_CLOEXEC);  // O_EXCL, mode 0600
    if (descriptor_ < 0) throw failed(file_, errno, "make " + path_);
  }
  ~PartialFile() {
    ::close(descriptor_);
    if (named_) return;
    ::unlink(path_.c_str());
    ::unlink((path_ + "-journal").c_str());
  }
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;

  const std::string& path() const noexcept { return path_; }

  void sync() const {
    if (::fsync(descriptor_) != 0) throw failed(file_, errno, "fsync");
  }

  /// Never over something that came meanwhile.
  void give_name() {
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, file_.c_str(), RENAME_NOREPLACE) != 0) {
      // Network file systems that know no RENAME_NOREPLACE know link().
      if (errno != EINVAL && errno != ENOSYS) throw failed(file_, errno, "rename");
      if (::link(path_.c_str(), file_.c_str()) != 0) throw failed(file_, errno, "link");
      ::unlink(path_.c_str());
    }
    named_ = true;
    const int folder = ::open(folder_of(file_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return;
    ::fsync(folder);
    ::close(folder);
  }

 private:
  std::string file_, path_;
  int descriptor_ = -1;
  bool named_ = false;
};

/// SQLite over the partial file. Without journal and syncs: a copy that breaks off is removed.
class Target {
 public:
  Target(const std::string& file, const std::string& path) : file_(file) {
    constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_PRIVATECACHE;
    sqlite3* opened = nullptr;
    const int rc = sqlite3_open_v2(path.c_str(), &opened, kFlags, nullptr);
    db_.reset(opened);
    if (rc != SQLITE_OK) fail(rc);
    for (const auto* sql : {"PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF"})
      if (const int set = sqlite3_exec(opened, sql, nullptr, nullptr, nullptr); set != SQLITE_OK)
        fail(set);
  }

  sqlite3* handle() const noexcept { return db_.get(); }

  [[noreturn]] void fail(int code) const {
    const int number = sqlite3_system_errno(db_.get());
    const int primary = code & 0xff;
    throw failed(file_,
                 primary == SQLITE_FULL ? ENOSPC
                 : number == ENOSPC     ? ENOSPC
                                        : EIO,
                 std::string(sqlite3_errstr(code)) +
                     (number != 0 ? ", " + std::generic_category().message(number) : ""));
  }

 private:
  struct Close {
    void operator()(sqlite3* db) const noexcept { sqlite3_close(db); }
  };
  std::string file_;
  std::unique_ptr<sqlite3, Close> db_;
};

struct Finish {
  void operator()(sqlite3_backup* backup) const noexcept { sqlite3_backup_finish(backup); }
};

class Copy {
 public:
  Copy(sql::Connection& source, const PartialFile& partial, const std::string& file)
      : source_(source), partial_(partial), target_(file, partial.path()) {
    backup_.reset(sqlite3_backup_init(target_.handle(), "main", source_.handle(), "main"));
    if (backup_ == nullptr) target_.fail(sqlite3_errcode(target_.handle()));
  }

  void run(std::int64_t page_bytes, const std::function<void(const BackupProgress&)>& watch) {
    int rc = SQLITE_OK;
    while ((rc = sqlite3_backup_step(backup_.get(), kStepPages)) == SQLITE_OK) {
      partial_.sync();
      const std::int64_t all = sqlite3_backup_pagecount(backup_.get());
      const std::int64_t left = sqlite3_backup_remaining(backup_.get());
      if (watch) watch({(all - left) * page_bytes, all * page_bytes});
    }
    if (rc != SQLITE_DONE) explain(rc);
    if (const int end = sqlite3_backup_finish(backup_.release()); end != SQLITE_OK) explain(end);
  }

 private:
  /// The step's code does not say on which side it failed.
  [[noreturn]] void explain(int rc) const {
    const int primary = rc & 0xff;
    if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || rc == SQLITE_IOERR_READ ||
        rc == SQLITE_IOERR_SHORT_READ)
      throw sql::file_error(rc, sqlite3_db_filename(source_.handle(), "main"), "backup");
    target_.fail(rc);
  }

  sql::Connection& source_;
  const PartialFile& partial_;
  Target target_;
  std::unique_ptr<sqlite3_backup, Finish> backup_;
};

sql::ConnectionOptions source_options() {
  sql::ConnectionOptions options;
  options.cache_bytes = 2 << 20;
  options.query_only = true;
  return options;
}

}  // namespace

BackupResult back_up(Database& database, const std::string& file,
                     const std::function<void(const BackupProgress&)>& watch) {
  check_path(database, file);
  sql::Connection source(database.path(), source_options());
  // Held over all steps: SQLite would begin again after every commit between two of them.
  sql::Snapshot snapshot(source);
  BackupResult result;
  result.file = file;
  result.schema_version = schema_version(source);  // the first read takes the snapshot
  const auto page = source.query("PRAGMA page_size")[0][0].integer();
  result.bytes = source.query("PRAGMA page_count")[0][0].integer() * page;
  check_room(file, result.bytes);
  PartialFile partial(file);
  Copy(source, partial, file).run(page, watch);
  partial.sync();
  partial.give_name();
  return result;
}

}  // namespace stepgate::store
