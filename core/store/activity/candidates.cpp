#include "store/activity/candidates.hpp"

#include <algorithm>
#include <limits>
#include <string>

#include "store/activity/bytes.hpp"
#include "store/activity/id_list.hpp"
#include "store/activity/segment.hpp"

namespace stepgate::store::activity {
namespace {

constexpr const char* kSelect = "SELECT " STEPGATE_SEGMENT_COLUMNS " FROM ";
constexpr const char* kTime = " AND s.at >= ?1 AND s.since <= ?2";
constexpr const char* kOrder = " ORDER BY 9 DESC, 1 DESC";  // at, id

/// Those of which the row names `column`, and those whose entries differ in it.
std::string by(const std::string& column) {
  return kSelect + std::string("activity_segment s WHERE s.") + column + " = ?3" + kTime +
         " UNION ALL " + kSelect + "activity_segment s WHERE s." + column + " IS NULL" + kTime +
         kOrder;
}

std::string statement(const Filter& filter) {
  if (filter.person != 0) {
    return kSelect +
           std::string(
               "activity_block b CROSS JOIN activity_segment s ON s.id = b.segment WHERE b.block = "
               "?4 AND s.first_id <= ?3 AND s.last_id >= ?3") +
           kTime + " UNION ALL " + kSelect +
           "activity_segment s WHERE s.level = 0 AND s.bucket = ?5 AND s.first_id <= ?3 AND "
           "s.last_id >= ?3" +
           kTime + kOrder;
  }
  if (filter.run != 0) return by("run");
  if (filter.service != 0) return by("service");
  return kSelect + std::string("activity_segment s WHERE 1") + kTime + kOrder;
}

void fetch(Query& query, std::int64_t segment, std::string& into) {
  into.clear();
  if (query.bind(1, segment).step()) into = query.blob(0);
  query.reset();
}

}  // namespace

SegmentRow read_segment_row(const Query& q) {
  SegmentRow row;
  row.id = q.integer(0);
  row.bucket = q.integer(1);
  row.level = static_cast<std::int32_t>(q.integer(2));
  row.service = q.optional(3);
  row.run = q.optional(4);
  row.step = q.optional(5);
  row.chunk = q.optional(6);
  row.since = q.integer(7);
  row.at = q.integer(8);
  row.first_id = q.integer(9);
  row.last_id = q.integer(10);
  row.n = q.integer(11);
  return row;
}

Candidates::Candidates(sqlite3* db, const Filter& filter, flow::Ms until)
    : query_(db, statement(filter)) {
  if (filter.to != 0) until = std::min(until, filter.to - 1);
  query_.bind(1, filter.from == 0 ? std::numeric_limits<flow::Ms>::min() : filter.from);
  query_.bind(2, until);
  if (filter.person != 0) {
    query_.bind(3, filter.person)
        .bind(4, filter.person >> kBlockBits)
        .bind(5, flow::bucket_of(filter.person));
  } else if (filter.run != 0) {
    query_.bind(3, filter.run);
  } else if (filter.service != 0) {
    query_.bind(3, filter.service);
  }
}

std::optional<SegmentRow> Candidates::next() {
  if (!query_.step()) return std::nullopt;
  return read_segment_row(query_);
}

Blobs::Blobs(sqlite3* db)
    : ids_query_(db, "SELECT ids FROM activity_segment WHERE id = ?1"),
      body_query_(db, "SELECT body FROM activity_segment WHERE id = ?1") {}

const std::string& Blobs::ids(std::int64_t segment) {
  fetch(ids_query_, segment, ids_);
  return ids_;
}

const std::string& Blobs::body(std::int64_t segment) {
  fetch(body_query_, segment, body_);
  return body_;
}

std::vector<flow::PersonId> Blobs::people(std::int64_t segment) {
  std::vector<flow::PersonId> people;
  try {
    people = decode_id_list(ids(segment));
    people.erase(std::unique(people.begin(), people.end()), people.end());
  } catch (const Damaged&) {
    people.clear();
  }
  return people;
}

Damage Blobs::damage(const SegmentRow& row, const char* why) {
  return {row.id, row.since, row.at, row.first_id, row.last_id, row.n, people(row.id), why};
}

}  // namespace stepgate::store::activity
