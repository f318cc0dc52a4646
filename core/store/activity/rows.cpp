#include "store/activity/rows.hpp"

#include <optional>

#include "store/sql/connection.hpp"
#include "store/sql/statement.hpp"

namespace stepgate::store::activity {
namespace {

using flow::PersonId;

void bind(sql::Statement& statement, int index, std::optional<std::int64_t> v) {
  if (v) {
    statement.bind(index, *v);
  } else {
    statement.bind_null(index);
  }
}

/// Calls use(block) for each block, ascending; of a whole range when there are no ids.
template <class Use>
void each_block(const SegmentRow& row, std::span<const PersonId> ids, Use use) {
  std::int64_t last = -1;
  for (const PersonId id : ids) {
    const std::int64_t block = id >> kBlockBits;
    if (block != last) use(block);
    last = block;
  }
  if (!ids.empty()) return;
  constexpr std::int64_t kMost = std::int64_t{1} << (flow::kBucketBits - kBlockBits);
  const std::int64_t first = row.first_id >> kBlockBits;
  for (std::int64_t block = first; block <= row.last_id >> kBlockBits && block - first < kMost;
       ++block) {
    use(block);
  }
}

void post(sql::Connection& connection, std::int64_t block, std::int64_t segment) {
  connection.statements()
      .get("INSERT OR IGNORE INTO activity_block(block, segment) VALUES(?1, ?2)")
      .bind(1, block)
      .bind(2, segment)
      .run();
}

}  // namespace

std::int64_t insert_segment(sql::Connection& connection, const Segment& segment,
                            std::span<const PersonId> ids) {
  sql::Statement& insert = connection.statements().get(
      "INSERT INTO activity_segment(bucket, level, service, run, step, chunk, since, at, first_id, "
      "last_id, n, ids, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
  insert.bind(1, segment.bucket).bind(2, segment.level);
  bind(insert, 3, segment.service);
  bind(insert, 4, segment.run);
  bind(insert, 5, segment.step);
  bind(insert, 6, segment.chunk);
  insert.bind(7, segment.since)
      .bind(8, segment.at)
      .bind(9, segment.first_id)
      .bind(10, segment.last_id)
      .bind(11, segment.n)
      .bind_blob(12, segment.ids)
      .bind_blob(13, segment.body)
      .run();
  const std::int64_t id = connection.last_insert_id();
  if (segment.level == 0) return id;
  each_block({}, ids, [&](std::int64_t block) { post(connection, block, id); });
  return id;
}

bool delete_segment(sql::Connection& connection, const SegmentRow& row,
                    std::span<const PersonId> ids) {
  const int gone = connection.statements()
                       .get("DELETE FROM activity_segment WHERE id = ?1")
                       .bind(1, row.id)
                       .run();
  if (gone == 0) return false;
  if (row.level == 0) return true;
  each_block(row, ids, [&](std::int64_t block) {
    connection.statements()
        .get("DELETE FROM activity_block WHERE block = ?1 AND segment = ?2")
        .bind(1, block)
        .bind(2, row.id)
        .run();
  });
  return true;
}

void set_aside(sql::Connection& connection, const SegmentRow& row, std::span<const PersonId> ids) {
  const int there = connection.statements()
                        .get("UPDATE activity_segment SET level = 2 WHERE id = ?1")
                        .bind(1, row.id)
                        .run();
  if (there == 0) return;
  each_block(row, ids, [&](std::int64_t block) { post(connection, block, row.id); });
}

}  // namespace stepgate::store::activity
