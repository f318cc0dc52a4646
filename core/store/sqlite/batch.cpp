#include "store/sqlite/batch.hpp"

#include "base/text.hpp"
#include "store/activity/writer.hpp"
#include "store/id_blob.hpp"
#include "store/op_checks.hpp"
#include "store/sql/connection.hpp"
#include "store/sql/statement.hpp"
#include "store/sqlite/chunk_rows.hpp"
#include "store/sqlite/run_facts.hpp"

namespace stepgate::store {
namespace {

using flow::Applied;
using flow::OpResult;

OpResult applied(bool yes = true) {
  OpResult result;
  result.applied = yes ? Applied::applied : Applied::lost;
  return result;
}

}  // namespace

Batch::Batch(sql::Connection& connection, PeopleWriter& people,
             activity::ActivityWriter& activities, RunFacts& runs, flow::Ms now)
    : connection_(connection),
      statements_(connection.statements()),
      people_(people),
      activities_(activities),
      runs_(runs),
      now_(now),
      tally_(now) {}

OpResult Batch::apply(const flow::Op& op) {
  return std::visit([this](const auto& o) { return on(o); }, op);
}

void Batch::finish() {
  tally_.flush(statements_);
  write_activities();
  statements_.get("UPDATE store_clock SET at = ?1 WHERE id = 1").bind(1, now_).run();
}

void Batch::write_activities() {
  if (closed_.empty()) return;
  std::vector<activity::ChunkActivities> all;
  all.reserve(closed_.size());
  for (const ClosedChunk& chunk : closed_) {
    activity::ChunkActivities& a = all.emplace_back();
    a.service = chunk.row.service;
    a.run = chunk.row.run;
    a.step = chunk.row.step;
    a.chunk = chunk.row.chunk;
    a.at = now_;
    a.source = chunk.run->source;
    a.reason = chunk.run->reason;
    a.parameters = chunk.run->parameters;
    a.primary_attribute = chunk.run->primary_attribute;
    a.ids = chunk.results->ids;
    a.results = chunk.results.get();
    a.changes = &chunk.changes;
  }
  activities_.write(all);
}

OpResult Batch::on(const flow::Birth& op) {
  if (const auto why = why_unwritable(op); !why.empty()) throw Poisoned(std::string(why));
  sql::Statement& run = statements_.get("SELECT 1 FROM run WHERE id = ?1 AND state = 0");
  {
    sql::Reset reset(run);
    if (!run.bind(1, op.row.run).step()) return applied(false);
  }
  const int moved = statements_
                        .get(
                            "UPDATE run_cursor SET after_id = ?4 WHERE run = ?1 AND bucket = ?2 "
                            "AND after_id = ?3 AND done = 0")
                        .bind(1, op.row.run)
                        .bind(2, op.row.bucket)
                        .bind(3, op.cursor_from)
                        .bind(4, op.cursor_to)
                        .run();
  if (moved == 0) return applied(false);
  insert_chunk(op.row, op.members);
  flow::StepCounts& counts = tally_.step(op.row.run, op.row.step);
  counts.entered += op.row.people;
  ++counts.chunks;
  return applied();
}

OpResult Batch::on(const flow::CursorDone& op) {
  return applied(statements_
                     .get("UPDATE run_cursor SET done = 1 WHERE run = ?1 AND bucket = ?2 AND "
                          "after_id = ?3 AND done = 0")
                     .bind(1, op.run)
                     .bind(2, op.bucket)
                     .bind(3, op.cursor_from)
                     .run() != 0);
}

OpResult Batch::on(const flow::RunChange& op) {
  if (op.to == flow::RunState::done && !run_may_end(op.run)) return applied(false);
  const bool ends = op.to == flow::RunState::done || op.to == flow::RunState::aborted;
  return applied(
      statements_.get("UPDATE run SET state = ?3, ended_at = ?4 WHERE id = ?1 AND state = ?2")
          .bind(1, op.run)
          .bind(2, static_cast<int>(op.from))
          .bind(3, static_cast<int>(op.to))
          .bind(4, ends ? now_ : 0)
          .run() != 0);
}

bool Batch::run_may_end(flow::RunId run) {
  tally_.flush(statements_);
  sql::Statement& open = statements_.get(
      "SELECT 1 FROM run_cursor WHERE run = ?1 AND done = 0 UNION ALL SELECT 1 FROM run_step WHERE "
      "run = ?1 AND chunks <> chunks_closed LIMIT 1");
  sql::Reset reset(open);
  return !open.bind(1, run).step();
}

OpResult Batch::on(const flow::TraceWrite& op) {
  statements_
      .get(
          "INSERT INTO trace(bucket, chunk, attempt, at, kind, text) VALUES(?1, ?2, ?3, ?4, ?5, "
          "?6)")
      .bind(1, op.key.bucket)
      .bind(2, op.key.chunk)
      .bind(3, op.attempt)
      .bind(4, op.at != 0 ? op.at : now_)
      .bind_text(5, cut_utf8(op.kind, kCodeBytes))
      .bind_text(6, cut_utf8(op.text, kTraceBytes))
      .run();
  return applied();
}

OpResult Batch::on(const flow::ServiceLog& op) {
  log(op.service, op.run, op.chunk, op.person, op.entry);
  return applied();
}

OpResult Batch::on(const flow::Statistic& op) {
  tally_.statistic(op.service, kChunkLevel, op.code, op.message, 1);
  return applied();
}

void Batch::log(flow::ServiceId service, flow::RunId run, flow::ChunkId chunk,
                flow::PersonId person, const flow::LogEntry& entry) {
  statements_
      .get(
          "INSERT INTO service_log(at, service, severity, kind, code, run, chunk, person, "
          "message) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
      .bind(1, now_)
      .bind(2, service)
      .bind(3, entry.severity)
      .bind_text(4, cut_utf8(entry.kind, kCodeBytes))
      .bind_text(5, cut_utf8(entry.code, kCodeBytes))
      .bind(6, run)
      .bind(7, chunk)
      .bind(8, person)
      .bind_text(9, cut_utf8(entry.message, kMessageBytes))
      .run();
}

void Batch::insert_chunk(const flow::ChunkRow& row, std::span<const flow::PersonId> members) {
  const std::string tokens = encode_tokens(row), ids = encode_ids(members);
  sql::Statement& chunk =
      statements_.get("INSERT INTO chunk(" STEPGATE_CHUNK_COLUMNS
                      ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
                      "?16, ?17, ?18, ?19, ?20)");
  bind_chunk(chunk, row, tokens, now_);
  chunk.run();
  statements_.get("INSERT INTO chunk_members(bucket, chunk, n, ids) VALUES(?1, ?2, ?3, ?4)")
      .bind(1, row.bucket)
      .bind(2, row.chunk)
      .bind(3, static_cast<std::int64_t>(members.size()))
      .bind_blob(4, ids)
      .run();
  tally_.seq_used(row.run, row.seq);
  count_in_flight(row, 1);
}

void Batch::count_in_flight(const flow::ChunkRow& row, std::int64_t n) {
  if (is_in_flight(row.state)) in_flight_[row.service] += n;
}

std::string Batch::members_blob(const flow::ChunkKey& key) {
  sql::Statement& select =
      statements_.get("SELECT ids FROM chunk_members WHERE bucket = ?1 AND chunk = ?2");
  sql::Reset reset(select);
  if (!select.bind(1, key.bucket).bind(2, key.chunk).step()) {
    throw Poisoned("the chunk has no members");
  }
  return std::string(select.blob(0));
}

}  // namespace stepgate::store
