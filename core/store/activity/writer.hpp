// Writes activities into the history, inside the transaction that changes the people.
#pragma once
#include <memory>
#include <span>

#include "store/activity/segment.hpp"

namespace stepgate::store {

namespace sql {
class Connection;
}

namespace activity {

/// Lives as long as the writing connection; used under the writer's turn only. Its statements are
/// prepared once (the connection's cache), its buffers are kept.
class ActivityWriter {
 public:
  explicit ActivityWriter(sql::Connection& connection);
  ~ActivityWriter();
  ActivityWriter(const ActivityWriter&) = delete;
  ActivityWriter& operator=(const ActivityWriter&) = delete;

  /// Everything that commits together, in one call. Chunks of kOwnSegment people and more become
  /// segments of their own, the others one per bucket. Of an import, rows without a change are left
  /// out. Throws as sql::Statement does.
  void write(std::span<const ChunkActivities> closed);
  void write(const ChunkActivities& one) { write(std::span(&one, 1)); }

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace activity
}  // namespace stepgate::store
