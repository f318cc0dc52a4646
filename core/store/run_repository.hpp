// Runs of campaigns: started here, moved by the engine, looked at here.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "flow/store.hpp"

namespace stepgate::store {

struct Core;

/// Who takes part. Fixed at the start of the run: people added later are not in it; `where` is
/// asked when a person's chunk is cut.
struct Audience {
  enum class Kind : std::uint8_t { everyone, ids, where };
  Kind kind = Kind::everyone;
  std::vector<flow::PersonId> ids;  ///< any order; doubles and unknown ids are left out
  flow::FieldId field = 0;          ///< where: typed compare, text exactly
  std::string value;                ///< where: "" finds the empty
};

struct NewRun {
  flow::CampaignId campaign = 0;
  flow::ServiceId service = 0;
  std::int32_t plan = 0;          ///< version of the service's plan
  std::string parameters = "{}";  ///< JSON object, as checked
  std::string context = "{}";     ///< JSON object
  std::int32_t chunk_people = 0;
  Audience audience;
  /// Dead letters that it sends again: marked in the same transaction. One that was dealt with
  /// meanwhile refuses the run: DEAD_DEALT_WITH (conflict).
  std::vector<flow::ChunkKey> replays = {};
};

struct FailureCount {
  std::string code;
  std::int64_t people = 0;
  std::string message;  ///< the most recent one
};

struct RunInfo {
  flow::RunRow row;
  std::string campaign_name;
  std::int32_t plan = 0;     ///< version at the start
  std::int64_t people = 0;   ///< of the audience at the start
  std::int64_t unknown = 0;  ///< ids of the audience that nobody has
  flow::Ms ended_at = 0;     ///< 0: open
  flow::StepCounts counts;
};

struct ChunkInfo {
  flow::ChunkRow row;
  std::string code, message;  ///< of a closed one that failed as a whole
  std::int64_t changed = 0, unchanged = 0, failed = 0, field_writes = 0;
  flow::Ms born_at = 0, closed_at = 0;  ///< closed_at 0: open
};

struct RunResult {
  flow::PersonId person = 0;
  std::string outcome;  ///< changed | unchanged | failed
  std::string code, reason;
  flow::ChunkId chunk = 0;
  std::uint32_t seq = 0;
  flow::Ms at = 0;
};

class RunRepository {
 public:
  explicit RunRepository(Core& core);

  /// A running run with a cursor for each bucket in which it has people; started_at is now. Throws
  /// AUDIENCE_EMPTY (invalid), VALUE_UNREADABLE, FIELD_UNKNOWN (invalid), NOT_FOUND.
  RunInfo create(const NewRun& run);
  std::optional<RunInfo> find(flow::RunId run);
  RunInfo get(flow::RunId run);  ///< throws NOT_FOUND
  /// Newest first. `before` 0: from the newest. campaign 0: of all.
  std::vector<RunInfo> list(flow::CampaignId campaign, flow::RunId before, std::size_t limit);
  /// How many runs there are in each state that some are in.
  std::vector<std::pair<flow::RunState, std::int64_t>> count_by_state();
  std::vector<FailureCount> failures(flow::RunId run);  ///< by code, most people first

  /// Ascending by seq, open and closed, seq > after.
  std::vector<ChunkInfo> chunks(flow::RunId run, std::uint32_t after, std::size_t limit);
  std::optional<ChunkInfo> chunk(flow::RunId run, std::uint32_t seq);

  /// In the order in which the chunks were born, then by id. `after_seq`, `after_person`: where the
  /// page before ended. Segments that cannot be read are left out (the history's reader names
  /// them).
  std::vector<RunResult> results(flow::RunId run, bool failed_only, std::uint32_t after_seq,
                                 flow::PersonId after_person, std::size_t limit);

  /// Guarded: false when the run was not in `from` any more. The engine uses flow::RunChange.
  bool set_state(flow::RunId run, flow::RunState from, flow::RunState to);

 private:
  Core& core_;
};

}  // namespace stepgate::store
