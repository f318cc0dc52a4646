// Compaction: small segments become large ones, sorted by id. Segments never change, so everything
// is read and encoded outside of the writer's turn; the turn only swaps rows, in one transaction.
#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "store/activity/activity.hpp"
#include "store/activity/body.hpp"
#include "store/sql/readers.hpp"
#include "store/sql/writer.hpp"

namespace stepgate::store::activity {

class Query;
struct Merged;

struct CompactionLimits {
  std::int64_t open = 200;    ///< segments of level 0 before something is done; 500 are bearable
  std::int64_t small = 1024;  ///< entries of small neighbours (bucket, run) that are worth it
  std::int64_t many = 2000;   ///< small segments of one bucket before runs of few people go as well
  std::int64_t entries = 16'384;  ///< taken at a time, about
  std::int64_t segments = 500;    ///< taken at a time
};

struct Compacted {
  std::int64_t entries = 0;            ///< 0: there was nothing to do
  std::int64_t before = 0, after = 0;  ///< segments
  std::vector<Damage> damages;         ///< set aside
  bool did_something() const noexcept { return before != 0; }
};

/// One thread at a time, and one compactor a store.
class Compactor {
 public:
  Compactor(sql::Writer& writer, sql::Readers& readers, const CompactionLimits& limits = {});

  /// One transaction. Throws as the store does; then nothing has happened.
  Compacted step();

 private:
  struct Taken;
  bool take_open(Taken& taken);
  bool take_small(Taken& taken);
  bool take_many(Taken& taken);
  void load(Taken& taken, sqlite3* db, Query& rows, std::int32_t level) const;
  void swap(const Taken& taken, const std::vector<Merged>& merged);

  sql::Writer& writer_;
  sql::Readers& readers_;
  CompactionLimits limits_;
  BodyEncoder encoder_;
};

/// Drops segments whose newest entry is older than `before`, in short transactions. Gives the
/// number of entries that went. Ends early when `stopped()` is true.
std::int64_t drop_before(sql::Writer& writer, flow::Ms before,
                         const std::function<bool()>& stopped);

}  // namespace stepgate::store::activity
