#include "store/sql/checkpointer.hpp"

#include <sqlite3.h>

#include <chrono>

#include "base/log.hpp"
#include "store/sql/failure.hpp"

namespace stepgate::store::sql {
namespace {

/// What a commit may have to wait for at the end: a few ms.
constexpr int kFewFrames = 500;
constexpr int kPasses = 4;
/// After one that readers kept from finishing.
constexpr auto kPause = std::chrono::milliseconds(200);
/// How long the last pass, in the writer's turn, waits for readers of older snapshots.
constexpr int kReadersMs = 20;

}  // namespace

Checkpointer::Checkpointer(const std::string& path, const ConnectionOptions& options,
                           Writer& writer, int pages)
    : connection_(path, options), writer_(writer), pages_(pages) {
  Writer::Turn turn(writer_);
  sqlite3_busy_timeout(connection_.handle(), kReadersMs);
  // Takes the place of SQLite's own checkpoint inside the commit.
  sqlite3_wal_hook(turn.connection().handle(), on_commit, this);
  thread_ = std::thread([this] { run(); });
}

Checkpointer::~Checkpointer() {
  {
    Writer::Turn turn(writer_);
    sqlite3_wal_hook(turn.connection().handle(), nullptr, nullptr);
  }
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

int Checkpointer::on_commit(void* self, sqlite3*, const char*, int frames) {
  auto* checkpointer = static_cast<Checkpointer*>(self);
  const int before = checkpointer->frames_.exchange(frames);
  if (frames >= checkpointer->pages_ && before < checkpointer->pages_) {
    checkpointer->wake_.notify_one();
  }
  return SQLITE_OK;
}

void Checkpointer::run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    // The time is for a notification that came while this thread was at work.
    wake_.wait_for(lock, kPause, [this] { return stop_ || frames_ >= pages_; });
    if (stop_ || frames_ < pages_) continue;
    lock.unlock();
    work();
    lock.lock();
    // Readers may have kept the WAL; trying again at once would change nothing.
    if (!stop_ && frames_ >= pages_) wake_.wait_for(lock, kPause, [this] { return stop_; });
  }
}

void Checkpointer::truncate() {
  std::lock_guard working(working_);
  Writer::Turn turn(writer_);
  sqlite3* db = turn.connection().handle();
  if (sqlite3_wal_checkpoint_v2(db, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr) !=
      SQLITE_OK) {
    fail(db, "checkpoint");
  }
  frames_ = 0;
}

void Checkpointer::work() {
  std::lock_guard working(working_);
  sqlite3* db = connection_.handle();
  int left = pass(db, SQLITE_CHECKPOINT_PASSIVE);
  for (int i = 1; i < kPasses && left > kFewFrames; ++i) left = pass(db, SQLITE_CHECKPOINT_PASSIVE);
  if (left < 0) return;
  // While commits go on there are always new frames. The last few are written back in a turn of
  // the writer: the next commit finds nothing left and starts the WAL from its beginning.
  Writer::Turn turn(writer_);
  if (pass(db, SQLITE_CHECKPOINT_RESTART) >= 0) frames_ = 0;
}

int Checkpointer::pass(sqlite3* db, int mode) {
  int frames = 0, done = 0;
  const int rc = sqlite3_wal_checkpoint_v2(db, nullptr, mode, &frames, &done);
  if (rc == SQLITE_OK) return frames - done;
  if ((rc & 0xff) != SQLITE_BUSY && (rc & 0xff) != SQLITE_LOCKED) {
    log(Severity::warn, "store",
        std::string("the WAL was not written back: ") + sqlite3_errmsg(db));
  }
  return -1;
}

}  // namespace stepgate::store::sql
