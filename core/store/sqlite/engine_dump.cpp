// EngineStore::dump: for tests and the simulator.
#include "base/text.hpp"
#include "store/columns.hpp"
#include "store/id_blob.hpp"
#include "store/snapshot.hpp"
#include "store/sql/statement.hpp"
#include "store/sqlite/chunk_rows.hpp"
#include "store/sqlite/engine_store.hpp"
#include "store/sqlite/people_reader.hpp"
#include "store/sqlite/run_rows.hpp"

namespace stepgate::store {
namespace {

/// Runs a query of a dump and gives each row to `on_row`.
template <class OnRow>
void each(sql::Connection& c, std::string_view text, OnRow&& on_row) {
  sql::Statement select(c.handle(), text);
  while (select.step()) on_row(select);
}

void dump_runs(sql::Connection& c, Snapshot& s) {
  each(c, "SELECT " STEPGATE_RUN_COLUMNS ", ended_at FROM run ORDER BY id", [&](sql::Statement& r) {
    s.runs.push_back({read_run(r), r.integer(kRunColumns)});
  });
  each(c, "SELECT run, bucket, after_id, done FROM run_cursor ORDER BY run, bucket",
       [&](sql::Statement& r) {
         s.cursors.push_back({r.integer(0), r.integer(1), r.integer(2), r.integer(3) != 0});
       });
  each(c, "SELECT run, step, " STEPGATE_COUNT_COLUMNS " FROM run_step ORDER BY run, step",
       [&](sql::Statement& r) {
         s.steps.push_back(
             {r.integer(0), static_cast<std::int32_t>(r.integer(1)), read_counts(r, 2)});
       });
  each(c, "SELECT run, step, code, people, message FROM run_failure ORDER BY run, step, code",
       [&](sql::Statement& r) {
         s.failures.push_back({r.integer(0), static_cast<std::int32_t>(r.integer(1)),
                               std::string(r.text(2)), r.integer(3), std::string(r.text(4))});
       });
}

void dump_chunks(sql::Connection& c, Snapshot& s) {
  each(
      c,
      "SELECT " STEPGATE_CHUNK_COLUMNS
      ", NULL, '', '', 0, 0, 0, 0, 0 FROM chunk UNION ALL SELECT " STEPGATE_CHUNK_COLUMNS
      ", digest, code, message, changed, unchanged, failed, field_writes, closed_at FROM chunk_log "
      "ORDER BY 1, 2",
      [&](sql::Statement& r) {
        Snapshot::Chunk chunk;
        chunk.row = read_chunk(r);
        chunk.born_at = r.integer(kChunkColumns - 1);
        chunk.row.digest = digest_of_blob(r.blob(kChunkColumns));
        chunk.code = r.text(kChunkColumns + 1);
        chunk.message = r.text(kChunkColumns + 2);
        chunk.changed = r.integer(kChunkColumns + 3);
        chunk.unchanged = r.integer(kChunkColumns + 4);
        chunk.failed = r.integer(kChunkColumns + 5);
        chunk.field_writes = r.integer(kChunkColumns + 6);
        chunk.closed_at = r.integer(kChunkColumns + 7);
        s.chunks.push_back(std::move(chunk));
      });
  for (Snapshot::Chunk& chunk : s.chunks) {
    sql::Statement& ids =
        c.statements().get("SELECT ids FROM chunk_members WHERE bucket = ?1 AND chunk = ?2");
    sql::Reset reset(ids);
    if (ids.bind(1, chunk.row.bucket).bind(2, chunk.row.chunk).step()) {
      chunk.members = decode_ids(ids.blob(0));
    }
  }
}

void dump_beside(sql::Connection& c, Snapshot& s) {
  each(c,
       "SELECT service, hour, level, code, n, last_at, message FROM statistics ORDER BY service, "
       "hour, level, code",
       [&](sql::Statement& r) {
         s.statistics.push_back({r.integer(0), r.integer(1), static_cast<int>(r.integer(2)),
                                 std::string(r.text(3)), r.integer(4), r.integer(5),
                                 std::string(r.text(6))});
       });
  each(c,
       "SELECT at, service, run, chunk, person, severity, kind, code, message FROM service_log "
       "ORDER BY id",
       [&](sql::Statement& r) {
         Snapshot::Log entry{r.integer(0), {}};
         entry.entry.service = r.integer(1);
         entry.entry.run = r.integer(2);
         entry.entry.chunk = r.integer(3);
         entry.entry.person = r.integer(4);
         entry.entry.entry = {static_cast<std::uint8_t>(r.integer(5)), std::string(r.text(6)),
                              std::string(r.text(7)), std::string(r.text(8))};
         s.log.push_back(std::move(entry));
       });
  each(c, "SELECT bucket, chunk, digest, at, results FROM late ORDER BY bucket, chunk, digest",
       [&](sql::Statement& r) {
         s.late.push_back({{r.integer(0), r.integer(1)},
                           digest_of_blob(r.blob(2)).value_or(flow::Digest{}),
                           r.integer(3),
                           std::string(r.text(4))});
       });
  each(c, "SELECT bucket, chunk, attempt, kind, text, at FROM trace ORDER BY id",
       [&](sql::Statement& r) {
         const flow::ChunkKey key{r.integer(0), r.integer(1)};
         s.traces.push_back({key,
                             {key, static_cast<std::uint16_t>(r.integer(2)), std::string(r.text(3)),
                              std::string(r.text(4))},
                             r.integer(5)});
       });
}

void dump_people(sql::Connection& c, const FieldTable& table, Snapshot& s) {
  std::string select = "SELECT id, updated_at";
  std::vector<flow::Field> fields;
  for (const flow::Field& field : table.all()) {
    if (field.read_only) continue;
    select += ", " + column_of(field);
    fields.push_back(field);
  }
  each(c, select + " FROM person ORDER BY id", [&](sql::Statement& r) {
    Snapshot::Person person{r.integer(0), r.integer(1), {}};
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const int column = static_cast<int>(i) + 2;
      if (r.is_null(column)) continue;
      const bool real = fields[i].type == flow::DataType::float_;
      person.values.emplace_back(
          fields[i].id, real ? format_double(r.real(column)) : std::string(r.text(column)));
    }
    s.people.push_back(std::move(person));
  });
}

}  // namespace

std::string EngineStore::dump() {
  auto reader = core_.readers->take();
  const sql::Snapshot open(*reader);
  Snapshot snapshot;
  snapshot.last_time = last_time();
  dump_runs(*reader, snapshot);
  dump_chunks(*reader, snapshot);
  dump_beside(*reader, snapshot);
  dump_people(*reader, *core_.fields(), snapshot);
  return to_text(snapshot);
}

void EngineStore::read_people(std::span<const flow::PersonId> ids,
                              std::span<const flow::FieldId> fields, flow::PeopleSink& sink) {
  auto reader = core_.readers->take();
  store::read_people(*reader, *core_.fields(), ids, fields, sink);
}

}  // namespace stepgate::store
