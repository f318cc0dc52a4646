// Dead letters: chunks that failed as a whole, were given up, or never called back. They are rows
// of the log of closed chunks; what was done about them is kept beside.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "flow/store.hpp"

namespace stepgate::store {

struct Core;
namespace sql {
class Connection;
}

enum class DeadState : std::uint8_t { waiting, replayed, discarded, applied };
std::string_view to_string(DeadState s) noexcept;

struct DeadLetter {
  flow::ChunkRow row;
  std::string code, message;
  flow::Ms closed_at = 0;
  DeadState state = DeadState::waiting;
  flow::Ms done_at = 0;
  flow::RunId replay = 0;  ///< the run that sends it again
  std::int64_t late = 0;   ///< sets of results that came afterwards
};

/// Of a chunk, in the order in which they came.
struct LateResults {
  flow::ResultsRef results;
  flow::Ms at = 0;
};

/// All that is given must hold.
struct DeadQuery {
  flow::RunId run = 0;          ///< 0: of all
  flow::ServiceId service = 0;  ///< 0: of all
  std::string code;             ///< "": any
  flow::Ms from = 0, to = 0;    ///< when it died: [from, to); 0: open
  std::optional<DeadState> state;
  /// The last one of the page before: closed_at and chunk. Newest first.
  std::optional<std::pair<flow::Ms, flow::ChunkId>> after;
  std::size_t limit = 50;
};

/// Thread safe.
class DeadRepository {
 public:
  explicit DeadRepository(Core& core);

  std::vector<DeadLetter> list(const DeadQuery& query);
  std::optional<DeadLetter> find(flow::RunId run, std::uint32_t seq);
  std::vector<LateResults> late(const flow::ChunkKey& key);
  /// Those that the run sends again, by run and seq; at most `limit`.
  std::vector<DeadLetter> replayed_by(flow::RunId run, std::size_t limit);
  /// In one transaction; those that were dealt with meanwhile are left. How many were marked.
  std::int64_t mark(std::span<const flow::ChunkKey> keys, DeadState state);

 private:
  Core& core_;
};

/// For a transaction that does more. False: it was dealt with before.
bool mark_dead(sql::Connection& connection, const flow::ChunkKey& key, DeadState state,
               flow::RunId replay, flow::Ms now);

}  // namespace stepgate::store
