// The store as the engine needs it. Implemented by store/sqlite and, in memory, by store/model;
// both give the same dump after the same operations. One writer calls commit(); reads may come from
// any thread and see every finished commit.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "flow/chunk.hpp"
#include "flow/decide.hpp"
#include "flow/plan.hpp"

namespace stepgate::flow {

/// A run as the engine sees it. One service step today; `step` numbers its position.
struct RunRow {
  RunId run = 0;
  CampaignId campaign = 0;
  RunState state = RunState::running;
  std::int32_t step = 1;
  ServiceId service = 0;
  std::string parameters;         ///< JSON object: flow attributes as checked
  std::string context;            ///< JSON: context blocks fixed at the start of the run
  std::int32_t chunk_people = 0;  ///< 0: the service's limit
  Ms started_at = 0;
  std::uint32_t next_seq = 1;
};

/// How far the planner has come in one bucket. Births move it under the guard "after_id is what I
/// read".
struct Cursor {
  RunId run = 0;
  Bucket bucket = 0;
  PersonId after = 0;  ///< people up to this id have been taken
  bool done = false;
};

struct StepCounts {  ///< people; entered = open + changed + unchanged + failed + left
  std::int64_t entered = 0, changed = 0, unchanged = 0, failed = 0, left = 0;
  std::int64_t field_writes = 0, refused_values = 0, empty_required = 0;
  std::int64_t chunks = 0, chunks_closed = 0;
};

// ---- operations of one commit ----
struct Birth {                    ///< T1 and T2 in one: members, row, cursor
  ChunkRow row;                   ///< ver 1; state sending (with token, owner, due) or queued
  std::vector<PersonId> members;  ///< ascending, all of row.bucket, members.back() <= cursor_to
  PersonId cursor_from = 0, cursor_to = 0;
};
struct CursorDone {  ///< nobody is left in this bucket after cursor_from
  RunId run;
  Bucket bucket;
  PersonId cursor_from;
};
struct Transition {  ///< guard: the row's ver is `before_ver`
  std::uint32_t before_ver = 0;
  ChunkRow next;
  std::vector<Durable> writes;
  std::int64_t empty_required =
      0;  ///< required fields that were sent empty: added to the run's step
};
struct RunChange {  ///< guard: the state is `from`. To done: also that no cursor and no chunk is
                    ///< open
  RunId run;
  RunState from, to;
};
struct TraceWrite {  ///< what went over the wire, masked, bounded; for people
  ChunkKey key;
  std::uint16_t attempt;
  std::string kind;  ///< request, answer, callback, callback-answer
  std::string text;
  Ms at = 0;  ///< wall time when it left or came; 0: when it is committed
};
struct ServiceLog {  ///< an entry of a service's log that belongs to no transition
  ServiceId service;
  RunId run = 0;
  ChunkId chunk = 0;
  PersonId person = 0;
  LogEntry entry;
};
struct Statistic {  ///< a chunk-level count that belongs to no transition
  ServiceId service;
  std::string code, message;
};
using Op =
    std::variant<Birth, CursorDone, Transition, RunChange, TraceWrite, ServiceLog, Statistic>;

enum class Applied : std::uint8_t { applied, lost, poisoned };
struct OpResult {
  Applied applied = Applied::lost;
  std::int64_t changed = 0, unchanged = 0, failed = 0, field_writes = 0;  ///< of a Close
  std::string error;                                                      ///< poisoned: why
};

/// Values of people for sending. Text is borrowed until the next row.
class PeopleSink {
 public:
  virtual ~PeopleSink() = default;
  /// Once per id, ascending. A person that is gone comes with exists=false. values[i] belongs to
  /// fields[i]: null, boolean, integer, real or string by the field's type.
  virtual void person(std::size_t index, PersonId id, bool exists,
                      std::span<const RawValue> values) = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  /// One transaction, durable on return. A batch that fails is halved until the poisoned operation
  /// is found; the others go on. Throws Error (unavailable, STORE_FULL / STORE_READ_ONLY /
  /// STORE_FAILED) when nothing could be written.
  virtual std::vector<OpResult> commit(std::span<const Op> batch, Ms now) = 0;

  virtual std::optional<ChunkRow> find_chunk(
      const ChunkKey& key) = 0;  ///< open, or closed and still in the log
  virtual std::vector<PersonId> members(
      const ChunkKey& key) = 0;  ///< of an open chunk; of a closed one while kept
  virtual std::vector<ChunkRow> due(
      Ms now, std::size_t limit) = 0;  ///< open ones in sending, accepted, ambiguous
  virtual std::vector<ChunkRow> claimable(ServiceId service, Ms now,
                                          std::size_t limit) = 0;  ///< queued, backoff, due
  virtual std::vector<ChunkRow> orphans(
      NodeEpoch epoch, std::size_t limit) = 0;  ///< sending, owner is another epoch
  virtual std::vector<ChunkRow> open_chunks(RunId run, std::size_t limit) = 0;
  virtual std::int64_t open_chunk_count(ServiceId service) = 0;  ///< sending, accepted, ambiguous

  virtual std::vector<RunRow> open_runs() = 0;  ///< running, paused, aborting
  virtual std::optional<RunRow> find_run(RunId run) = 0;
  virtual std::vector<Cursor> cursors(RunId run) = 0;  ///< not done ones, by bucket
  virtual std::optional<StepCounts> counts(RunId run, std::int32_t step) = 0;
  /// Ids of the run's audience in this bucket greater than `after`, ascending.
  virtual std::vector<PersonId> next_people(RunId run, Bucket bucket, PersonId after,
                                            std::size_t limit) = 0;
  virtual void read_people(std::span<const PersonId> ids, std::span<const FieldId> fields,
                           PeopleSink& sink) = 0;

  /// The highest time ever passed to commit; survives a restart. Store time is max(this, the wall
  /// clock).
  virtual Ms last_time() = 0;
  /// Everything the engine can see, in a canonical text: for tests and the simulator.
  virtual std::string dump() = 0;
};

}  // namespace stepgate::flow
