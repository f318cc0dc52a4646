#include "store/dead_repository.hpp"

#include <algorithm>
#include <array>

#include "store/core.hpp"
#include "store/id_blob.hpp"
#include "store/late_results.hpp"
#include "store/sql/statement.hpp"
#include "store/sqlite/chunk_rows.hpp"

namespace stepgate::store {
namespace {

constexpr std::array<std::string_view, 4> kStates{"waiting", "replayed", "discarded", "applied"};

#define LETTER                                                                           \
  "SELECT " STEPGATE_CHUNK_COLUMNS                                                       \
  ", code, message, closed_at, coalesce(what, 0), coalesce(done_at, 0), "                \
  "coalesce(replay, 0), (SELECT count(*) FROM late l WHERE l.bucket = chunk_log.bucket " \
  "AND l.chunk = chunk_log.chunk) FROM chunk_log "

DeadLetter read_letter(const sql::Statement& row) {
  DeadLetter letter;
  letter.row = read_chunk(row);
  letter.code = row.text(kChunkColumns);
  letter.message = row.text(kChunkColumns + 1);
  letter.closed_at = row.integer(kChunkColumns + 2);
  letter.state = static_cast<DeadState>(row.integer(kChunkColumns + 3));
  letter.done_at = row.integer(kChunkColumns + 4);
  letter.replay = row.integer(kChunkColumns + 5);
  letter.late = row.integer(kChunkColumns + 6);
  return letter;
}

std::vector<DeadLetter> read_all(sql::Statement& select) {
  sql::Reset reset(select);
  std::vector<DeadLetter> all;
  while (select.step()) all.push_back(read_letter(select));
  return all;
}

std::int64_t bound_of(std::size_t limit) {
  return static_cast<std::int64_t>(std::min<std::size_t>(limit, 10'000));
}

}  // namespace

std::string_view to_string(DeadState s) noexcept { return kStates[static_cast<std::size_t>(s)]; }

DeadRepository::DeadRepository(Core& core) : core_(core) {}

// What was applied by hand has no code any more, and is found by the row that says so.
std::vector<DeadLetter> DeadRepository::list(const DeadQuery& query) {
  auto reader = core_.readers->take();
  sql::Statement& select = reader->statements().get(
      LETTER
      "LEFT JOIN dead USING(bucket, chunk) WHERE (code <> '' OR what = 3) AND (?1 = 0 OR run = "
      "?1) AND (?2 = 0 OR service = ?2) AND (?3 = '' OR code = ?3) AND closed_at >= ?4 AND (?5 = "
      "0 OR closed_at < ?5) AND (?6 < 0 OR coalesce(what, 0) = ?6) AND (?7 = 0 OR (closed_at, "
      "chunk) < (?7, ?8)) ORDER BY closed_at DESC, chunk DESC LIMIT ?9");
  select.bind(1, query.run).bind(2, query.service).bind_text(3, query.code);
  select.bind(4, query.from).bind(5, query.to);
  select.bind(6, query.state ? static_cast<int>(*query.state) : -1);
  const auto after = query.after.value_or(std::pair<flow::Ms, flow::ChunkId>{0, 0});
  select.bind(7, after.first).bind(8, after.second).bind(9, bound_of(query.limit));
  return read_all(select);
}

std::optional<DeadLetter> DeadRepository::find(flow::RunId run, std::uint32_t seq) {
  auto reader = core_.readers->take();
  sql::Statement& select = reader->statements().get(
      LETTER
      "LEFT JOIN dead USING(bucket, chunk) WHERE run = ?1 AND seq = ?2 AND (code <> '' OR "
      "what = 3)");
  select.bind(1, run).bind(2, seq);
  auto found = read_all(select);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<DeadLetter> DeadRepository::replayed_by(flow::RunId run, std::size_t limit) {
  auto reader = core_.readers->take();
  sql::Statement& select = reader->statements().get(
      LETTER "JOIN dead USING(bucket, chunk) WHERE replay = ?1 ORDER BY run, seq LIMIT ?2");
  select.bind(1, run).bind(2, bound_of(limit));
  return read_all(select);
}

std::vector<LateResults> DeadRepository::late(const flow::ChunkKey& key) {
  auto reader = core_.readers->take();
  sql::Statement& select = reader->statements().get(
      "SELECT digest, at, results FROM late WHERE bucket = ?1 AND chunk = ?2 ORDER BY at, digest");
  sql::Reset reset(select);
  select.bind(1, key.bucket).bind(2, key.chunk);
  std::vector<LateResults> all;
  while (select.step())
    all.push_back(
        {late_results_of(select.text(2), digest_of_blob(select.blob(0)).value_or(flow::Digest{})),
         select.integer(1)});
  return all;
}

bool mark_dead(sql::Connection& connection, const flow::ChunkKey& key, DeadState state,
               flow::RunId replay, flow::Ms now) {
  return connection.exec(
             "INSERT INTO dead(bucket, chunk, what, done_at, replay) VALUES(?, ?, ?, ?, ?) ON "
             "CONFLICT DO NOTHING",
             {key.bucket, key.chunk, static_cast<int>(state), now, replay}) != 0;
}

std::int64_t DeadRepository::mark(std::span<const flow::ChunkKey> keys, DeadState state) {
  return core_.writer->write([&](sql::Connection& c) {
    std::int64_t marked = 0;
    for (const auto& key : keys) marked += mark_dead(c, key, state, 0, core_.now()) ? 1 : 0;
    return marked;
  });
}

#undef LETTER

}  // namespace stepgate::store
