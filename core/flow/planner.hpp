// Which people of a run become chunks next. Pure: the shell reads slices of ids where asked and
// turns cuts into births.
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "flow/store.hpp"

namespace stepgate::flow {

inline constexpr std::size_t kMaxChunkPeople = 1000;  ///< docs/protocol.md section 2

/// The people of one run, bucket by bucket, in id order. Not thread safe.
class Planner {
 public:
  /// `open_cursors`: those that are not done, as the store has them.
  Planner(RunId run, std::vector<Cursor> open_cursors);

  /// A slice of ids that the shell is to read: Store::next_people(run, bucket, after, limit).
  struct Read {
    RunId run = 0;
    Bucket bucket = 0;
    PersonId after = 0;
    std::size_t limit = 0;
    std::uint64_t epoch = 0;  ///< of reset(): an answer to an older one is ignored
  };
  /// Empty while a read is under way, `read_ahead` people (at least a full chunk's) are waiting to
  /// be cut, or nobody is left to be read.
  std::optional<Read> want_read(std::size_t read_ahead);
  /// Fewer ids than asked for: the bucket holds nobody else.
  void on_read(const Read& read, std::vector<PersonId> ids);

  /// One chunk: `people` ids of one bucket (at most kMaxChunkPeople); fewer only when the bucket
  /// has no more, so that what was read ahead decides nothing. The cursor goes from `from` to `to`
  /// with the birth.
  struct Cut {
    Bucket bucket = 0;
    PersonId from = 0, to = 0;
    std::vector<PersonId> ids;
  };
  std::optional<Cut> cut(std::size_t people);
  /// Buckets whose last person has been cut; each is given once, to be committed behind its births.
  std::optional<CursorDone> take_done();

  bool ready(std::size_t people) const noexcept;  ///< cut(people) would give a chunk
  bool exhausted() const noexcept;  ///< everyone has been cut and every bucket's end been taken
  RunId run() const noexcept { return run_; }
  /// A birth was lost: forget what was read and start again from the store's cursors.
  void reset(std::vector<Cursor> open_cursors);

 private:
  struct Slice {
    Bucket bucket = 0;
    PersonId from = 0;  ///< the cursor before the slice's first uncut id
    std::vector<PersonId> ids;
    std::size_t taken = 0;
    bool last = false;  ///< nobody is left in the bucket behind it
  };
  void drop_empty();
  RunId run_;
  std::deque<Cursor> unread_;  ///< buckets still to be read; `after` moves with the reads
  std::deque<Slice> slices_;
  std::deque<CursorDone> done_;
  std::size_t waiting_ = 0;  ///< ids read and not cut
  bool reading_ = false;
  std::uint64_t epoch_ = 0;
};

/// Ids of one read: enough that a run in chunks of one is not read row by row.
inline constexpr std::size_t kReadSlice = 4096;

}  // namespace stepgate::flow
