// What the engine reads: chunks, runs, cursors. From a snapshot that sees every finished commit.
#include "base/error.hpp"
#include "store/id_blob.hpp"
#include "store/sql/statement.hpp"
#include "store/sqlite/audience_reader.hpp"
#include "store/sqlite/chunk_rows.hpp"
#include "store/sqlite/engine_store.hpp"
#include "store/sqlite/run_rows.hpp"

namespace stepgate::store {
namespace {

using flow::ChunkRow;

std::vector<ChunkRow> read_all(sql::Statement& select) {
  sql::Reset reset(select);
  std::vector<ChunkRow> rows;
  while (select.step()) rows.push_back(read_chunk(select));
  return rows;
}

std::int64_t bound_of(std::size_t limit) {
  return static_cast<std::int64_t>(std::min<std::size_t>(limit, 1'000'000));
}

}  // namespace

std::optional<ChunkRow> EngineStore::find_chunk(const flow::ChunkKey& key) {
  auto reader = core_.readers->take();
  const sql::Snapshot snapshot(*reader);  // a chunk that closes in between is found in one of both
  {
    sql::Statement& open = reader->statements().get("SELECT " STEPGATE_CHUNK_COLUMNS
                                                    " FROM chunk WHERE bucket = ?1 AND chunk = ?2");
    sql::Reset reset(open);
    if (open.bind(1, key.bucket).bind(2, key.chunk).step()) return read_chunk(open);
  }
  sql::Statement& closed = reader->statements().get(
      "SELECT " STEPGATE_CHUNK_COLUMNS ", digest FROM chunk_log WHERE bucket = ?1 AND chunk = ?2");
  sql::Reset reset(closed);
  if (!closed.bind(1, key.bucket).bind(2, key.chunk).step()) return std::nullopt;
  ChunkRow row = read_chunk(closed);
  row.digest = digest_of_blob(closed.blob(kChunkColumns));
  return row;
}

std::vector<flow::PersonId> EngineStore::members(const flow::ChunkKey& key) {
  auto reader = core_.readers->take();
  sql::Statement& select =
      reader->statements().get("SELECT ids FROM chunk_members WHERE bucket = ?1 AND chunk = ?2");
  sql::Reset reset(select);
  if (!select.bind(1, key.bucket).bind(2, key.chunk).step()) return {};
  return decode_ids(select.blob(0));
}

std::vector<ChunkRow> EngineStore::due(flow::Ms now, std::size_t limit) {
  auto reader = core_.readers->take();
  sql::Statement& select = reader->statements().get(
      "SELECT " STEPGATE_CHUNK_COLUMNS
      " FROM chunk INDEXED BY chunk_due WHERE state BETWEEN 2 AND 4 AND due_at <= ?1 ORDER BY "
      "due_at, bucket, chunk LIMIT ?2");
  select.bind(1, now).bind(2, bound_of(limit));
  return read_all(select);
}

std::vector<ChunkRow> EngineStore::claimable(flow::ServiceId service, flow::Ms now,
                                             std::size_t limit) {
  auto reader = core_.readers->take();
  sql::Statement& select = reader->statements().get(
      "SELECT " STEPGATE_CHUNK_COLUMNS
      " FROM chunk INDEXED BY chunk_lane WHERE state <= 1 AND service = ?1 AND due_at <= ?2 AND "
      "run IN (SELECT id FROM run WHERE state = 0) ORDER BY run, chunk, bucket LIMIT ?3");
  select.bind(1, service).bind(2, now).bind(3, bound_of(limit));
  return read_all(select);
}

std::vector<ChunkRow> EngineStore::orphans(flow::NodeEpoch epoch, std::size_t limit) {
  auto reader = core_.readers->take();
  sql::Statement& select = reader->statements().get(
      "SELECT " STEPGATE_CHUNK_COLUMNS
      " FROM chunk WHERE state = 2 AND owner <> ?1 ORDER BY bucket, chunk LIMIT ?2");
  select.bind(1, epoch).bind(2, bound_of(limit));
  return read_all(select);
}

std::vector<ChunkRow> EngineStore::open_chunks(flow::RunId run, std::size_t limit) {
  auto reader = core_.readers->take();
  sql::Statement& select =
      reader->statements().get("SELECT " STEPGATE_CHUNK_COLUMNS
                               " FROM chunk WHERE run = ?1 ORDER BY seq, bucket, chunk LIMIT ?2");
  select.bind(1, run).bind(2, bound_of(limit));
  return read_all(select);
}

std::vector<flow::RunRow> EngineStore::open_runs() {
  auto reader = core_.readers->take();
  sql::Statement& select = reader->statements().get("SELECT " STEPGATE_RUN_COLUMNS
                                                    " FROM run WHERE state <= 2 ORDER BY id");
  sql::Reset reset(select);
  std::vector<flow::RunRow> rows;
  while (select.step()) rows.push_back(read_run(select));
  return rows;
}

std::optional<flow::RunRow> EngineStore::find_run(flow::RunId run) {
  auto reader = core_.readers->take();
  sql::Statement& select =
      reader->statements().get("SELECT " STEPGATE_RUN_COLUMNS " FROM run WHERE id = ?1");
  sql::Reset reset(select);
  if (!select.bind(1, run).step()) return std::nullopt;
  return read_run(select);
}

std::vector<flow::Cursor> EngineStore::cursors(flow::RunId run) {
  auto reader = core_.readers->take();
  sql::Statement& select = reader->statements().get(
      "SELECT bucket, after_id FROM run_cursor WHERE run = ?1 AND done = 0 ORDER BY bucket");
  sql::Reset reset(select);
  select.bind(1, run);
  std::vector<flow::Cursor> all;
  while (select.step()) all.push_back({run, select.integer(0), select.integer(1), false});
  return all;
}

std::optional<flow::StepCounts> EngineStore::counts(flow::RunId run, std::int32_t step) {
  auto reader = core_.readers->take();
  sql::Statement& select = reader->statements().get("SELECT " STEPGATE_COUNT_COLUMNS
                                                    " FROM run_step WHERE run = ?1 AND step = ?2");
  sql::Reset reset(select);
  if (!select.bind(1, run).bind(2, step).step()) return std::nullopt;
  return read_counts(select);
}

std::vector<flow::PersonId> EngineStore::next_people(flow::RunId run, flow::Bucket bucket,
                                                     flow::PersonId after, std::size_t limit) {
  auto reader = core_.readers->take();
  return audiences_->next(*reader, run, bucket, after, limit);
}

}  // namespace stepgate::store
