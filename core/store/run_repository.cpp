#include "store/run_repository.hpp"

#include <algorithm>

#include "store/core.hpp"
#include "store/names.hpp"
#include "store/sql/statement.hpp"
#include "store/sqlite/chunk_rows.hpp"
#include "store/sqlite/run_rows.hpp"

namespace stepgate::store {
namespace {

#define INFO                                                                                       \
  "SELECT r.id, r.campaign, r.state, r.step, r.service, r.parameters, r.context, r.chunk_people, " \
  "r.started_at, r.next_seq, entered, changed, unchanged, failed, left_flow, field_writes, "       \
  "refused_values, empty_required, chunks, chunks_closed, coalesce(c.name, r.campaign_name), "     \
  "r.plan, "                                                                                       \
  "r.people, r.unknown, r.ended_at FROM run r JOIN run_step s ON s.run = r.id AND s.step = "       \
  "r.step LEFT JOIN campaign c ON c.id = r.campaign "

RunInfo read_info(const sql::Statement& row) {
  RunInfo info;
  info.row = read_run(row);
  info.counts = read_counts(row, kRunColumns);
  constexpr int kRest = kRunColumns + 10;
  info.campaign_name = row.text(kRest);
  info.plan = static_cast<std::int32_t>(row.integer(kRest + 1));
  info.people = row.integer(kRest + 2);
  info.unknown = row.integer(kRest + 3);
  info.ended_at = row.integer(kRest + 4);
  return info;
}

#define LOG_COLUMNS      \
  STEPGATE_CHUNK_COLUMNS \
  ", digest, code, message, changed, unchanged, failed, field_writes, closed_at"
#define OPEN_AS_LOG STEPGATE_CHUNK_COLUMNS ", NULL, '', '', 0, 0, 0, 0, 0"

ChunkInfo read_chunk_info(const sql::Statement& row) {
  ChunkInfo info;
  info.row = read_chunk(row);
  info.born_at = row.integer(kChunkColumns - 1);
  info.row.digest = digest_of_blob(row.blob(kChunkColumns));
  info.code = row.text(kChunkColumns + 1);
  info.message = row.text(kChunkColumns + 2);
  info.changed = row.integer(kChunkColumns + 3);
  info.unchanged = row.integer(kChunkColumns + 4);
  info.failed = row.integer(kChunkColumns + 5);
  info.field_writes = row.integer(kChunkColumns + 6);
  info.closed_at = row.integer(kChunkColumns + 7);
  return info;
}

std::int64_t bound_of(std::size_t limit) {
  return static_cast<std::int64_t>(std::min<std::size_t>(limit, 10'000));
}

}  // namespace

RunRepository::RunRepository(Core& core) : core_(core) {}

std::optional<RunInfo> RunRepository::find(flow::RunId run) {
  auto reader = core_.readers->take();
  sql::Statement& select = reader->statements().get(INFO "WHERE r.id = ?1");
  sql::Reset reset(select);
  if (!select.bind(1, run).step()) return std::nullopt;
  return read_info(select);
}

RunInfo RunRepository::get(flow::RunId run) {
  if (auto info = find(run)) return *info;
  not_found("run", run);
}

std::vector<RunInfo> RunRepository::list(flow::CampaignId campaign, flow::RunId before,
                                         std::size_t limit) {
  auto reader = core_.readers->take();
  sql::Statement& select = reader->statements().get(
      INFO
      "WHERE (?1 = 0 OR r.campaign = ?1) AND (?2 = 0 OR r.id < ?2) ORDER BY r.id DESC LIMIT ?3");
  sql::Reset reset(select);
  select.bind(1, campaign).bind(2, before).bind(3, bound_of(limit));
  std::vector<RunInfo> all;
  while (select.step()) all.push_back(read_info(select));
  return all;
}

std::vector<std::pair<flow::RunState, std::int64_t>> RunRepository::count_by_state() {
  std::vector<std::pair<flow::RunState, std::int64_t>> counts;
  for (const sql::Row& row : core_.readers->take()->query(
           "SELECT state, count(*) FROM run GROUP BY state ORDER BY state"))
    counts.emplace_back(static_cast<flow::RunState>(row[0].integer()), row[1].integer());
  return counts;
}

std::vector<FailureCount> RunRepository::failures(flow::RunId run) {
  std::vector<FailureCount> all;
  for (const sql::Row& row : core_.readers->take()->query(
           "SELECT code, people, message FROM run_failure WHERE run = ? ORDER BY people DESC, code",
           {run})) {
    all.push_back({row[0].text(), row[1].integer(), row[2].text()});
  }
  return all;
}

std::vector<ChunkInfo> RunRepository::chunks(flow::RunId run, std::uint32_t after,
                                             std::size_t limit) {
  auto reader = core_.readers->take();
  sql::Statement& select = reader->statements().get(
      "SELECT * FROM (SELECT " LOG_COLUMNS
      " FROM chunk_log WHERE run = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3) UNION ALL SELECT * FROM "
      "(SELECT " OPEN_AS_LOG
      " FROM chunk WHERE run = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3) ORDER BY seq LIMIT ?3");
  sql::Reset reset(select);
  select.bind(1, run).bind(2, after).bind(3, bound_of(limit));
  std::vector<ChunkInfo> all;
  while (select.step()) all.push_back(read_chunk_info(select));
  return all;
}

std::optional<ChunkInfo> RunRepository::chunk(flow::RunId run, std::uint32_t seq) {
  if (seq == 0) return std::nullopt;
  std::vector<ChunkInfo> found = chunks(run, seq - 1, 1);
  if (found.empty() || found[0].row.seq != seq) return std::nullopt;
  return std::move(found[0]);
}

bool RunRepository::set_state(flow::RunId run, flow::RunState from, flow::RunState to) {
  const bool ends = to == flow::RunState::done || to == flow::RunState::aborted;
  return core_.writer->write([&](sql::Connection& c) {
    return c.exec("UPDATE run SET state = ?, ended_at = ? WHERE id = ? AND state = ?",
                  {static_cast<int>(to), ends ? core_.now() : 0, run, static_cast<int>(from)}) != 0;
  });
}

#undef INFO
#undef LOG_COLUMNS
#undef OPEN_AS_LOG

}  // namespace stepgate::store
