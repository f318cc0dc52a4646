// Which segments can hold what is asked for, newest first: by their rows alone.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/activity/activity.hpp"
#include "store/activity/query.hpp"

namespace stepgate::store::activity {

struct SegmentRow {
  std::int64_t id = 0;
  flow::Bucket bucket = 0;
  std::int32_t level = 0;
  std::optional<std::int64_t> service, run, step, chunk;  ///< not set: differ among the entries
  flow::Ms since = 0, at = 0;
  flow::PersonId first_id = 0, last_id = 0;
  std::int64_t n = 0;
};

/// The columns of SegmentRow in a statement over `activity_segment s`.
#define STEPGATE_SEGMENT_COLUMNS                                                            \
  "s.id, s.bucket, s.level, s.service, s.run, s.step, s.chunk, s.since, s.at, s.first_id, " \
  "s.last_id, s.n"
SegmentRow read_segment_row(const Query& query);

/// Stands on a row as long as it is used, so that everything comes from one snapshot.
class Candidates {
 public:
  /// `until`: nothing that is newer is wanted.
  Candidates(sqlite3* db, const Filter& filter, flow::Ms until);
  std::optional<SegmentRow> next();

 private:
  Query query_;
};

/// The blobs of one segment, and the Damage that it becomes. Copies, so that no statement is left
/// standing on a row: it would hold its snapshot.
class Blobs {
 public:
  explicit Blobs(sqlite3* db);
  const std::string& ids(std::int64_t segment);   ///< until the next call of the same
  const std::string& body(std::int64_t segment);  ///< until the next call of the same
  Damage damage(const SegmentRow& row, const char* why);
  /// Whose entries they are, each once; none when the ids are damaged.
  std::vector<flow::PersonId> people(std::int64_t segment);

 private:
  Query ids_query_, body_query_;
  std::string ids_, body_;
};

}  // namespace stepgate::store::activity
