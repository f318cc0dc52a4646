// One transaction of the engine: operations one after the other, then the sums and the activities
// of all of them. Thrown away when anything fails. Under the writer's turn.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "flow/store.hpp"
#include "store/closed_chunk.hpp"
#include "store/poisoned.hpp"
#include "store/sqlite/tally.hpp"

namespace stepgate::store {

namespace sql {
class Connection;
class StatementCache;
}  // namespace sql
namespace activity {
class ActivityWriter;
}
class PeopleWriter;
class RunFacts;

class Batch {
 public:
  Batch(sql::Connection& connection, PeopleWriter& people, activity::ActivityWriter& activities,
        RunFacts& runs, flow::Ms now);

  /// Throws Poisoned, sql::StatementFailed, or Error when the file is in trouble.
  flow::OpResult apply(const flow::Op& op);
  /// Before the commit: sums, activities, store time.
  void finish();
  /// Chunks in sending, accepted or ambiguous, by service: what this transaction adds.
  const std::map<flow::ServiceId, std::int64_t>& in_flight() const noexcept { return in_flight_; }

 private:
  struct OpenRow {
    flow::ChunkRow row;
    flow::Ms born_at = 0;
  };
  flow::OpResult on(const flow::Birth& op);
  flow::OpResult on(const flow::CursorDone& op);
  flow::OpResult on(const flow::Transition& op);
  flow::OpResult on(const flow::RunChange& op);
  flow::OpResult on(const flow::TraceWrite& op);
  flow::OpResult on(const flow::ServiceLog& op);
  flow::OpResult on(const flow::Statistic& op);

  std::optional<OpenRow> open_row(const flow::ChunkKey& key, std::uint32_t ver);
  struct ClosedRow {
    OpenRow was;
    std::string code;
    std::int64_t failed = 0;
    flow::Ms closed_at = 0;
  };
  std::optional<ClosedRow> closed_row(const flow::ChunkKey& key, std::uint32_t ver);
  flow::OpResult close_anew(const ClosedRow& closed, const flow::Transition& op);
  void uncount(const ClosedRow& closed);
  bool run_may_end(flow::RunId run);
  void insert_chunk(const flow::ChunkRow& row, std::span<const flow::PersonId> members);
  void update_chunk(const flow::ChunkRow& before, const flow::ChunkRow& next);
  void close_row(const OpenRow& open, const flow::ChunkRow& next, const flow::Close& close,
                 const flow::OpResult& counts);
  void count_in_flight(const flow::ChunkRow& row, std::int64_t n);

  // Durable writes of a transition.
  flow::OpResult end_chunk(const OpenRow& open, const flow::Transition& op);
  flow::OpResult close(const OpenRow& open, const flow::ChunkRow& next, const flow::Close& close);
  void leave(const OpenRow& open, const flow::ChunkRow& next);
  void split(const OpenRow& open, const flow::ChunkRow& next, const flow::Split& split);
  void side_write(const flow::ChunkRow& row, const flow::Durable& write);
  void keep_late(const flow::ChunkRow& row, const flow::KeepLate& late);
  void log(flow::ServiceId service, flow::RunId run, flow::ChunkId chunk, flow::PersonId person,
           const flow::LogEntry& entry);
  void log_warnings(const flow::ChunkRow& row, const flow::ChunkResults& results);
  void count_people(const flow::ChunkRow& row, const flow::ChunkResults& results, bool as_a_whole,
                    const Changes& changes);
  void write_activities();
  std::string members_blob(const flow::ChunkKey& key);

  sql::Connection& connection_;
  sql::StatementCache& statements_;
  PeopleWriter& people_;
  activity::ActivityWriter& activities_;
  RunFacts& runs_;
  flow::Ms now_;
  Tally tally_;
  std::vector<ClosedChunk> closed_;
  std::map<flow::ServiceId, std::int64_t> in_flight_;
};

}  // namespace stepgate::store
