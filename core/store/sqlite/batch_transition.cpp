// The transitions of a Batch: guard, row, and what is written beside it.
#include "base/text.hpp"
#include "store/id_blob.hpp"
#include "store/late_results.hpp"
#include "store/op_checks.hpp"
#include "store/sql/connection.hpp"
#include "store/sql/statement.hpp"
#include "store/sqlite/batch.hpp"
#include "store/sqlite/chunk_rows.hpp"
#include "store/sqlite/people_writer.hpp"
#include "store/sqlite/run_facts.hpp"

namespace stepgate::store {
namespace {

using flow::Applied;
using flow::ChunkRow;
using flow::OpResult;

void poison_if(std::string_view why) {
  if (!why.empty()) throw Poisoned(std::string(why));
}

}  // namespace

OpResult Batch::on(const flow::Transition& op) {
  OpResult result;
  result.applied = Applied::applied;
  if (const auto open = open_row(op.next.key(), op.before_ver)) {
    poison_if(why_unwritable(op, open->row));
    if (!flow::is_open(op.next.state)) {
      result = end_chunk(*open, op);
    } else if (op.next.ver != op.before_ver) {
      update_chunk(open->row, op.next);
    }
  } else if (const auto closed = closed_row(op.next.key(), op.before_ver)) {
    if (reopens(op)) {
      poison_if(why_not_reopened(op, closed->was.row));
      result = close_anew(*closed, op);
    } else {
      poison_if(why_unwritable_closed(op));
    }
  } else {
    return {};
  }
  for (const flow::Durable& write : op.writes) side_write(op.next, write);
  if (op.empty_required != 0) {
    tally_.step(op.next.run, op.next.step).empty_required += op.empty_required;
  }
  return result;
}

std::optional<Batch::OpenRow> Batch::open_row(const flow::ChunkKey& key, std::uint32_t ver) {
  sql::Statement& select = statements_.get(
      "SELECT " STEPGATE_CHUNK_COLUMNS " FROM chunk WHERE bucket = ?1 AND chunk = ?2 AND ver = ?3");
  sql::Reset reset(select);
  if (!select.bind(1, key.bucket).bind(2, key.chunk).bind(3, ver).step()) return std::nullopt;
  return OpenRow{read_chunk(select), select.integer(kChunkColumns - 1)};
}

std::optional<Batch::ClosedRow> Batch::closed_row(const flow::ChunkKey& key, std::uint32_t ver) {
  sql::Statement& select = statements_.get(
      "SELECT " STEPGATE_CHUNK_COLUMNS
      ", code, failed, closed_at FROM chunk_log WHERE bucket = ?1 AND chunk = ?2 AND ver = ?3");
  sql::Reset reset(select);
  if (!select.bind(1, key.bucket).bind(2, key.chunk).bind(3, ver).step()) return std::nullopt;
  return ClosedRow{{read_chunk(select), select.integer(kChunkColumns - 1)},
                   std::string(select.text(kChunkColumns)),
                   select.integer(kChunkColumns + 1),
                   select.integer(kChunkColumns + 2)};
}

void Batch::update_chunk(const ChunkRow& before, const ChunkRow& next) {
  const std::string tokens = encode_tokens(next);
  statements_
      .get(
          "UPDATE chunk SET state = ?3, ver = ?4, attempt = ?5, owner = ?6, due_at = ?7, "
          "first_try_at = ?8, paused_ms = ?9, grant_renewed = ?10, tokens = ?11, uncounted = ?12 "
          "WHERE bucket = ?1 AND chunk = ?2")
      .bind(1, next.bucket)
      .bind(2, next.chunk)
      .bind(3, static_cast<int>(next.state))
      .bind(4, next.ver)
      .bind(5, next.attempt)
      .bind(6, next.owner)
      .bind(7, next.due_at)
      .bind(8, next.first_try_at)
      .bind(9, next.paused_ms)
      .bind(10, next.grant_renewed ? 1 : 0)
      .bind_blob(11, tokens)
      .bind(12, next.uncounted)
      .run();
  if (next.service != before.service || next.plan != before.plan || next.choice != before.choice) {
    statements_
        .get(
            "UPDATE chunk SET service = ?3, plan = ?4, choice = ?5 WHERE bucket = ?1 AND chunk = "
            "?2")
        .bind(1, next.bucket)
        .bind(2, next.chunk)
        .bind(3, next.service)
        .bind(4, next.plan)
        .bind(5, next.choice)
        .run();
  }
  count_in_flight(before, -1);
  count_in_flight(next, 1);
}

OpResult Batch::end_chunk(const OpenRow& open, const flow::Transition& op) {
  OpResult result;
  result.applied = Applied::applied;
  static const flow::Close kNoClose;
  for (const flow::Durable& write : op.writes) {
    if (const auto* done = std::get_if<flow::Close>(&write)) {
      result = close(open, op.next, *done);
      close_row(open, op.next, *done, result);
    } else if (std::holds_alternative<flow::LeaveFlow>(write)) {
      leave(open, op.next);
      close_row(open, op.next, kNoClose, result);
    } else if (const auto* halves = std::get_if<flow::Split>(&write)) {
      split(open, op.next, *halves);
      close_row(open, op.next, kNoClose, result);
    }
  }
  return result;
}

OpResult Batch::close(const OpenRow& open, const ChunkRow& next, const flow::Close& close) {
  const std::string members = members_blob(next.key());
  flow::ResultsRef results = close.results;
  if (results == nullptr) {
    results = flow::everyone_failed(decode_ids(members), close.code, close.message);
  } else if (encode_ids(results->ids) != members) {
    throw Poisoned("the results are not those of the chunk's members");
  }
  Changes changes = people_.apply(*results, now_);

  OpResult result;
  result.applied = Applied::applied;
  result.changed = changes.changed;
  result.unchanged = changes.unchanged;
  result.failed = changes.failed;
  result.field_writes = changes.field_writes;

  const bool as_a_whole = close.results == nullptr || !results->chunk_code.empty();
  count_people(open.row, *results, as_a_whole, changes);
  log_warnings(next, *results);
  if (changes.bounded_scores > 0)
    log(next.service, next.run, next.chunk, 0, bounded_scores_entry(changes.bounded_scores));
  closed_.push_back({next, std::move(results), std::move(changes),
                     runs_.get(connection_, next.run, next.step, next.service)});
  return result;
}

void Batch::count_people(const ChunkRow& row, const flow::ChunkResults& results, bool as_a_whole,
                         const Changes& changes) {
  flow::StepCounts& counts = tally_.step(row.run, row.step);
  counts.changed += changes.changed;
  counts.unchanged += changes.unchanged;
  counts.failed += changes.failed;
  counts.field_writes += changes.field_writes;
  counts.refused_values += results.refused_values;
  ++counts.chunks_closed;
  if (!as_a_whole) {
    tally_.statistic(row.service, kRecordLevel, flow::kSuccess, {},
                     changes.changed + changes.unchanged);
  }
  if (changes.failed == 0) return;
  for (const auto& [code, failure] : failures_by_code(results)) {
    tally_.failure(row.run, row.step, code, failure.reason, failure.people);
    if (!as_a_whole) {
      tally_.statistic(row.service, kRecordLevel, code, failure.reason, failure.people);
    }
  }
}

void Batch::leave(const OpenRow& open, const ChunkRow& next) {
  flow::StepCounts& counts = tally_.step(next.run, next.step);
  counts.left += open.row.people;
  ++counts.chunks_closed;
}

void Batch::split(const OpenRow& open, const ChunkRow& next, const flow::Split& split) {
  poison_if(why_unwritable(split, open.row));
  const std::vector<flow::PersonId> ids = decode_ids(members_blob(next.key()));
  const std::span<const flow::PersonId> all(ids);
  const std::size_t n = first_half(all.size());
  insert_chunk(half_of(next, split.first, split.first_seq, n, now_), all.first(n));
  insert_chunk(half_of(next, split.second, split.second_seq, all.size() - n, now_), all.subspan(n));
  flow::StepCounts& counts = tally_.step(next.run, next.step);
  counts.chunks += 2;
  ++counts.chunks_closed;
}

void Batch::close_row(const OpenRow& open, const ChunkRow& next, const flow::Close& close,
                      const OpResult& counts) {
  const std::string tokens = encode_tokens(next);
  sql::Statement& insert =
      statements_.get("INSERT INTO chunk_log(" STEPGATE_CHUNK_COLUMNS
                      ", digest, code, message, changed, unchanged, failed, field_writes, "
                      "closed_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
                      "?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, "
                      "?28)");
  bind_chunk(insert, next, tokens, open.born_at);
  if (next.digest) {
    insert.bind_blob(21, blob_of(*next.digest));
  } else {
    insert.bind_null(21);
  }
  insert.bind_text(22, cut_utf8(close.code, kCodeBytes))
      .bind_text(23, cut_utf8(close.message, kMessageBytes))
      .bind(24, counts.changed)
      .bind(25, counts.unchanged)
      .bind(26, counts.failed)
      .bind(27, counts.field_writes)
      .bind(28, now_)
      .run();
  statements_.get("DELETE FROM chunk WHERE bucket = ?1 AND chunk = ?2")
      .bind(1, next.bucket)
      .bind(2, next.chunk)
      .run();
  count_in_flight(open.row, -1);
}

void Batch::side_write(const ChunkRow& row, const flow::Durable& write) {
  if (const auto* late = std::get_if<flow::KeepLate>(&write)) {
    keep_late(row, *late);
  } else if (const auto* count = std::get_if<flow::CountStatistic>(&write)) {
    tally_.statistic(row.service, kChunkLevel, count->code, count->message, 1);
  } else if (const auto* entry = std::get_if<flow::LogEntry>(&write)) {
    log(row.service, row.run, row.chunk, 0, *entry);
  }
}

void Batch::keep_late(const ChunkRow& row, const flow::KeepLate& late) {
  if (late.results == nullptr) throw Poisoned("late results are missing");
  const std::string text = late_results_json(*late.results);
  statements_
      .get(
          "INSERT INTO late(bucket, chunk, digest, at, results) VALUES(?1, ?2, ?3, ?4, ?5) ON "
          "CONFLICT DO NOTHING")
      .bind(1, row.bucket)
      .bind(2, row.chunk)
      .bind_blob(3, blob_of(late.results->digest))
      .bind(4, now_)
      .bind_text(5, text)
      .run();
}

void Batch::log_warnings(const ChunkRow& row, const flow::ChunkResults& results) {
  for (const flow::ResultWarning& warning : results.warnings) {
    log(row.service, row.run, row.chunk, warning.person,
        {2, "value", warning.code, warning.message});
  }
}

}  // namespace stepgate::store
