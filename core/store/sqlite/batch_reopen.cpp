// A chunk that had failed, whose late results are applied by hand.
#include "base/text.hpp"
#include "store/dead_repository.hpp"
#include "store/op_checks.hpp"
#include "store/sql/connection.hpp"
#include "store/sql/statement.hpp"
#include "store/sqlite/batch.hpp"
#include "store/sqlite/chunk_rows.hpp"

namespace stepgate::store {
namespace {

constexpr flow::Ms kHour = 3'600'000;

}  // namespace

/// What was counted of its end. The rows are there, once the sums of this transaction are written.
void Batch::uncount(const ClosedRow& closed) {
  tally_.flush(statements_);
  const flow::ChunkRow& row = closed.was.row;
  flow::StepCounts& counts = tally_.step(row.run, row.step);
  counts.failed -= closed.failed;
  --counts.chunks_closed;
  connection_.exec(
      "UPDATE run_failure SET people = people - ? WHERE run = ? AND step = ? AND code = ?",
      {closed.failed, row.run, row.step, closed.code});
  connection_.exec("DELETE FROM run_failure WHERE run = ? AND step = ? AND people <= 0",
                   {row.run, row.step});
  if (!counts_its_end(closed.code)) return;
  const flow::Ms hour = closed.closed_at / kHour * kHour;
  connection_.exec(
      "UPDATE statistics SET n = n - 1 WHERE service = ? AND hour = ? AND level = ? AND code = ?",
      {row.service, hour, kChunkLevel, closed.code});
  connection_.exec(
      "DELETE FROM statistics WHERE service = ? AND hour = ? AND level = ? AND code = ? AND n <= 0",
      {row.service, hour, kChunkLevel, closed.code});
}

/// The row keeps the time at which the chunk died: by it the letter is found.
flow::OpResult Batch::close_anew(const ClosedRow& closed, const flow::Transition& op) {
  const auto& next = op.next;
  const auto dealt = connection_.query("SELECT what FROM dead WHERE bucket = ? AND chunk = ?",
                                       {next.bucket, next.chunk});
  if (!dealt.empty() && dealt[0][0].integer() == static_cast<int>(DeadState::replayed))
    throw Poisoned("its people were sent again");
  uncount(closed);
  flow::OpResult result;
  for (const flow::Durable& write : op.writes) {
    const auto* done = std::get_if<flow::Close>(&write);
    if (done == nullptr) continue;
    result = close(closed.was, next, *done);
    sql::Statement& update = statements_.get(
        "UPDATE chunk_log SET state = ?3, ver = ?4, digest = ?5, code = ?6, message = ?7, changed "
        "= ?8, unchanged = ?9, failed = ?10, field_writes = ?11 WHERE bucket = ?1 AND chunk = ?2");
    update.bind(1, next.bucket).bind(2, next.chunk).bind(3, static_cast<int>(next.state));
    update.bind(4, next.ver).bind_blob(5, blob_of(*next.digest));
    update.bind_text(6, cut_utf8(done->code, kCodeBytes));
    update.bind_text(7, cut_utf8(done->message, kMessageBytes));
    update.bind(8, result.changed).bind(9, result.unchanged).bind(10, result.failed);
    update.bind(11, result.field_writes).run();
  }
  connection_.exec("DELETE FROM dead WHERE bucket = ? AND chunk = ?", {next.bucket, next.chunk});
  mark_dead(connection_, next.key(), DeadState::applied, 0, now_);
  return result;
}

}  // namespace stepgate::store
