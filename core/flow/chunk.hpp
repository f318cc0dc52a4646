// The life of a chunk: its row, the events that can happen to it, and what a decision asks for. A
// chunk's truth is one row with a version; there is no registry of live chunks.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "flow/ids.hpp"
#include "flow/results.hpp"

namespace stepgate::flow {

enum class State : std::uint8_t {
  queued,
  backoff,
  sending,
  accepted,
  ambiguous,  // open
  done,
  failed,
  timed_out,
  aborted,
  split  // closed
};
constexpr bool is_open(State s) noexcept { return s <= State::ambiguous; }
std::string_view to_string(State s) noexcept;
std::optional<State> parse_state(std::string_view s) noexcept;

/// Statistics code of what went well: an applied callback (chunk level), a person (record level).
inline constexpr std::string_view kSuccess = "SUCCESS";

struct ChunkRow {
  Bucket bucket = 0;
  ChunkId chunk = 0;
  State state = State::queued;
  std::uint32_t ver = 0;      ///< grows with every transition
  std::uint16_t attempt = 0;  ///< sends so far
  std::uint16_t people = 0;
  std::uint32_t seq = 0;  ///< 1, 2, ... within the run: what people call it
  RunId run = 0;
  std::int32_t step = 1;
  std::int32_t choice = 0;
  ServiceId service = 0;
  std::int32_t plan = 0;       ///< plan version
  NodeEpoch owner = 0;         ///< who sends; 0 when nobody
  Ms due_at = 0;               ///< next thing that time does to it
  Ms first_try_at = 0;         ///< commit of the first attempt; 0 before it
  Ms paused_ms = 0;            ///< of the retry budget: time that stood still
  bool grant_renewed = false;  ///< a 401 has been answered by a renewed grant already
  std::uint16_t uncounted =
      0;  ///< attempts that ended with 401 or were taken back: not of the budget
  std::vector<TokenHash> tokens;  ///< one per attempt
  std::optional<Digest> digest;   ///< closed as done: of the applied results
  ChunkKey key() const noexcept { return {bucket, chunk}; }
  bool operator==(const ChunkRow&) const = default;
};

// ---- events ----
struct Claimed {  ///< a permit is there; `token` is this attempt's
  NodeEpoch owner;
  TokenHash token;
};
struct SubmitAnswered {  ///< the service answered attempt `attempt`
  std::uint16_t attempt;
  int http;
  Ms retry_after = -1;     ///< -1: not said
  Ms after_body = 0;       ///< from the body's last byte to the answer
  bool renewable = false;  ///< the grant can be renewed (401)
};
struct SubmitBroke {  ///< no answer; body_left: at least a byte of the body went out
  std::uint16_t attempt;
  bool body_left;
  /// Taken back by the host before it began: a pause, an open breaker, a stop. Not of the budget.
  bool withdrawn = false;
};
struct ResultsIn {  ///< by callback or native; `token` belongs to some attempt of this chunk
  TokenHash token;
  ResultsRef results;
};
struct Due {};        ///< due_at has come
struct OwnerLost {};  ///< the epoch that was sending is gone
struct Aborted {};    ///< the run is being aborted
struct LateApplied {  ///< somebody wants these late results to count after all
  ResultsRef results;
};
using Event = std::variant<Claimed, SubmitAnswered, SubmitBroke, ResultsIn, Due, OwnerLost, Aborted,
                           LateApplied>;

// ---- what a decision asks for ----
// Durable: written in the very commit that moves the row.
struct Close {         ///< the row goes to the log; every member gets its one outcome
  ResultsRef results;  ///< null: everyone ends as `code` (the store makes it from the members)
  /// "" for done, or the callback's chunk errorCode; else HTTP_nnn, RETRIES_EXHAUSTED,
  /// CALLBACK_TIMEOUT (the shell appends the callback URL to that message).
  std::string code, message;
};
struct LeaveFlow {
};              ///< aborted before sending: members leave without an outcome (counted as left)
struct Split {  ///< two halves, queued again
  ChunkId first = 0, second = 0;  ///< filled in by the shell (ids need time)
  std::uint32_t first_seq = 0, second_seq = 0;
};
struct KeepLate {  ///< kept for a person to apply by hand, never silently; once per digest
  ResultsRef results;
};
/// With a Close, of a chunk that has failed or timed out already: what was counted of its end is
/// taken out of the counts first, where it was counted.
struct Reopen {};
/// Chunk level, once (docs/protocol.md section 5). The codes are disjoint by where they come from:
///  - a submit's answer that counted (not a late one): its HTTP status as text, "201";
///  - a callback or native result that was applied: kSuccess, or its chunk errorCode;
///  - a chunk that ended for want of either: RETRIES_EXHAUSTED or CALLBACK_TIMEOUT.
/// Duplicates, conflicts and late results are not counted. Records are counted by the store out of
/// Close, and only when the chunk did not fail as a whole.
struct CountStatistic {
  std::string code, message;
};
/// What is out of the ordinary. A submit that was accepted and a callback that was applied leave no
/// entry: the closed chunk's own row tells of them.
struct LogEntry {
  std::uint8_t severity;            ///< 1 info, 2 warning, 3 error
  std::string kind, code, message;  ///< kind: invocation, callback, chunk-error, ...
};
using Durable = std::variant<Close, LeaveFlow, Split, KeepLate, CountStatistic, LogEntry, Reopen>;

// After: released once that commit is durable.
struct Send {
  std::uint16_t attempt;
};
enum class Verdict : std::uint8_t { applied, duplicate, conflict, late, aborted_applied };
std::string_view to_string(Verdict v) noexcept;
struct Answer {
  Verdict verdict;
};
struct RenewGrant {
  ServiceId service;
};
struct PauseService {
  ServiceId service;
  std::string reason;  ///< UPPER_SNAKE
};
struct LearnChunkSize {  ///< 413: at most that many people from now on
  ServiceId service;
  std::int32_t people;
};
using After = std::variant<Send, Answer, RenewGrant, PauseService, LearnChunkSize>;

/// Which row of the table decided: named in traces, logs and tests.
enum class Row : std::uint8_t {
  T1 = 1,
  T2,
  T3,
  T4,
  T5,
  T6,
  T7,
  T8,
  T9,
  T10,
  T11,
  T12,
  T13,
  T14,
  T15,
  T16,
  T17
};
std::string_view to_string(Row row) noexcept;

struct Decision {
  /// ver is one more than what came in exactly when anything of the row changed. An equal row with
  /// writes is possible for closed chunks (T13 conflict: LogEntry; T14: KeepLate): then nothing of
  /// the row is written, the guard on ver still holds.
  ChunkRow next;
  std::vector<Durable> writes;
  std::vector<After> after;
  Row row = Row::T15;
};

}  // namespace stepgate::flow
