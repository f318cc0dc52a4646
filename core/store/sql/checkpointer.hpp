// Writes the WAL back into the file beside the commits, so that none of them has to: a checkpoint
// inside a commit makes it wait for 30 to 100 ms.
#pragma once
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "store/sql/connection.hpp"
#include "store/sql/writer.hpp"

namespace stepgate::store::sql {

class Checkpointer {
 public:
  /// Starts its thread. Works whenever the WAL has `pages` frames. `writer` must outlive it.
  Checkpointer(const std::string& path, const ConnectionOptions& options, Writer& writer,
               int pages);
  /// Ends after the checkpoint that is under way.
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  /// Writes everything back at once and empties the WAL file. Waits for readers as long as the
  /// writer waits for locks; throws Error STORE_BUSY then.
  void truncate();

 private:
  static int on_commit(void* self, sqlite3* db, const char* name, int frames);
  void run();
  void work();
  /// Frames that are still to be written back; -1 when it could not be done now.
  int pass(sqlite3* db, int mode);

  Connection connection_;
  Writer& writer_;
  const int pages_;
  std::mutex working_;          // one checkpoint at a time; taken before the writer's turn
  std::atomic<int> frames_{0};  // in the WAL, as the last commit left it
  std::mutex mutex_;            // guards stop_
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace stepgate::store::sql
