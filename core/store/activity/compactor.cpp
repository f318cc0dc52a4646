#include "store/activity/compactor.hpp"

#include "store/activity/bytes.hpp"
#include "store/activity/merge.hpp"
#include "store/activity/rows.hpp"
#include "store/sql/connection.hpp"
#include "store/sql/statement.hpp"

namespace stepgate::store::activity {
namespace {

constexpr std::size_t kMostBytes = 32 << 20;  // of bodies as stored

/// Somebody else took a segment meanwhile: the swap is called off, the next step starts afresh.
struct Overtaken {};

}  // namespace

struct Compactor::Taken {
  std::vector<Source> sources;
  std::vector<SegmentRow> damaged;
  std::vector<Damage> damages;
  std::int32_t level = 1;  ///< of what comes out
};

Compactor::Compactor(sql::Writer& writer, sql::Readers& readers, const CompactionLimits& limits)
    : writer_(writer), readers_(readers), limits_(limits) {}

Compacted Compactor::step() {
  Taken taken;
  if (!take_open(taken) && !take_small(taken) && !take_many(taken)) return {};
  const std::vector<Merged> merged = merge(taken.sources, taken.level, encoder_);
  Compacted done;
  try {
    swap(taken, merged);
  } catch (const Overtaken&) {
    return done;
  }
  done.before = static_cast<std::int64_t>(taken.sources.size() + taken.damaged.size());
  done.after = static_cast<std::int64_t>(merged.size() + taken.damaged.size());
  for (const Source& source : taken.sources) done.entries += source.row.n;
  done.damages = std::move(taken.damages);
  return done;
}

bool Compactor::take_open(Taken& taken) {
  const auto lease = readers_.take();
  sqlite3* db = lease->handle();
  const ReadSnapshot snapshot(db);
  Query buckets(db,
                "SELECT bucket, count(*), sum(count(*)) OVER () FROM activity_segment WHERE level "
                "= 0 GROUP BY bucket ORDER BY 2 DESC LIMIT 1");
  if (!buckets.step() || buckets.integer(2) < limits_.open) return false;
  Query rows(db, "SELECT " STEPGATE_SEGMENT_COLUMNS
                 " FROM activity_segment s WHERE s.level = 0 AND s.bucket = ?1 ORDER BY s.id "
                 "LIMIT ?2");
  rows.bind(1, buckets.integer(0)).bind(2, limits_.segments);
  load(taken, db, rows, 1);
  return true;
}

bool Compactor::take_small(Taken& taken) {
  const auto lease = readers_.take();
  sqlite3* db = lease->handle();
  const ReadSnapshot snapshot(db);
  Query groups(db,
               "SELECT bucket, run FROM activity_segment WHERE level = 1 AND n < 512 GROUP BY "
               "bucket, run HAVING sum(n) >= ?1 LIMIT 1");
  if (!groups.bind(1, limits_.small).step()) return false;
  const auto run = groups.optional(1);
  Query rows(db, run ? "SELECT " STEPGATE_SEGMENT_COLUMNS
                       " FROM activity_segment s WHERE s.level = 1 AND s.n < 512 AND s.bucket = ?1 "
                       "AND s.run = ?3 ORDER BY s.id LIMIT ?2"
                     : "SELECT " STEPGATE_SEGMENT_COLUMNS
                       " FROM activity_segment s WHERE s.level = 1 AND s.n < 512 AND s.bucket = ?1 "
                       "AND s.run IS NULL ORDER BY s.id LIMIT ?2");
  rows.bind(1, groups.integer(0)).bind(2, limits_.segments);
  if (run) rows.bind(3, *run);
  load(taken, db, rows, 2);
  return true;
}

/// Runs that ended small would be looked at for ever: those of few people share segments, the
/// others leave the list as they are.
bool Compactor::take_many(Taken& taken) {
  const auto lease = readers_.take();
  sqlite3* db = lease->handle();
  const ReadSnapshot snapshot(db);
  Query buckets(db,
                "SELECT bucket FROM activity_segment WHERE level = 1 AND n < 512 GROUP BY bucket "
                "HAVING count(*) >= ?1 LIMIT 1");
  if (!buckets.bind(1, limits_.many).step()) return false;
  Query rows(db, "SELECT " STEPGATE_SEGMENT_COLUMNS
                 " FROM activity_segment s WHERE s.level = 1 AND s.n < 512 AND s.bucket = ?1 ORDER "
                 "BY s.id LIMIT ?2");
  rows.bind(1, buckets.integer(0)).bind(2, limits_.segments);
  load(taken, db, rows, 2);
  return true;
}

void Compactor::load(Taken& taken, sqlite3* db, Query& rows, std::int32_t level) const {
  Blobs blobs(db);
  taken.level = level;
  std::int64_t entries = 0;
  std::size_t bytes = 0;
  while (entries < limits_.entries && bytes < kMostBytes && rows.step()) {
    const SegmentRow row = read_segment_row(rows);
    try {
      const std::string& body = blobs.body(row.id);
      taken.sources.push_back(Source::open(row, blobs.ids(row.id), body));
      entries += row.n;
      bytes += body.size();
    } catch (const Damaged& e) {
      taken.damaged.push_back(row);
      taken.damages.push_back(blobs.damage(row, e.what()));
    }
  }
}

void Compactor::swap(const Taken& taken, const std::vector<Merged>& merged) {
  writer_.write([&](sql::Connection& connection) {
    for (const Source& source : taken.sources) {
      if (!delete_segment(connection, source.row, source.ids)) throw Overtaken();
    }
    for (const Merged& made : merged) insert_segment(connection, made.segment, made.ids);
    for (std::size_t i = 0; i < taken.damaged.size(); ++i) {
      set_aside(connection, taken.damaged[i], taken.damages[i].people);
    }
  });
}

namespace {

constexpr std::int64_t kDroppedAtOnce = 100;

/// Of the oldest ones; 0: none is left.
std::int64_t drop_some(sql::Connection& connection, flow::Ms before) {
  std::vector<SegmentRow> rows;
  {
    Query oldest(connection.handle(), "SELECT " STEPGATE_SEGMENT_COLUMNS
                                      " FROM activity_segment s WHERE s.at < ?1 ORDER BY s.at "
                                      "LIMIT ?2");
    oldest.bind(1, before).bind(2, kDroppedAtOnce);
    while (oldest.step()) rows.push_back(read_segment_row(oldest));
  }
  Blobs blobs(connection.handle());
  std::int64_t entries = 0;
  for (const SegmentRow& row : rows) {
    if (delete_segment(connection, row, blobs.people(row.id))) entries += row.n;
  }
  return entries;
}

}  // namespace

std::int64_t drop_before(sql::Writer& writer, flow::Ms before,
                         const std::function<bool()>& stopped) {
  std::int64_t all = 0;
  while (!stopped()) {
    const std::int64_t some =
        writer.write([&](sql::Connection& connection) { return drop_some(connection, before); });
    if (some == 0) break;
    all += some;
  }
  return all;
}

}  // namespace stepgate::store::activity
