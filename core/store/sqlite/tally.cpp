#include "store/sqlite/tally.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "store/sql/statement.hpp"

namespace stepgate::store {
namespace {

constexpr flow::Ms kHour = 3'600'000;

}  // namespace

void Tally::seq_used(flow::RunId run, std::uint32_t seq) {
  std::uint32_t& next = seqs_[run];
  next = std::max(next, seq + 1);
}

void Tally::failure(flow::RunId run, std::int32_t step, std::string_view code,
                    std::string_view message, std::int64_t people) {
  Count& count = failures_[{run, step, std::string(cut_utf8(code, kCodeBytes))}];
  count.n += people;
  count.message = cut_utf8(message, kMessageBytes);
}

void Tally::statistic(flow::ServiceId service, int level, std::string_view code,
                      std::string_view message, std::int64_t n) {
  if (n == 0) return;
  Count& count = statistics_[{service, level, std::string(cut_utf8(code, kCodeBytes))}];
  count.n += n;
  count.message = cut_utf8(message, kMessageBytes);
}

void Tally::flush(sql::StatementCache& statements) {
  for (const auto& [key, c] : steps_) {
    statements
        .get(
            "UPDATE run_step SET entered = entered + ?3, changed = changed + ?4, unchanged = "
            "unchanged + ?5, failed = failed + ?6, left_flow = left_flow + ?7, field_writes = "
            "field_writes + ?8, refused_values = refused_values + ?9, empty_required = "
            "empty_required + ?10, chunks = chunks + ?11, chunks_closed = chunks_closed + ?12 "
            "WHERE run = ?1 AND step = ?2")
        .bind(1, key.first)
        .bind(2, key.second)
        .bind(3, c.entered)
        .bind(4, c.changed)
        .bind(5, c.unchanged)
        .bind(6, c.failed)
        .bind(7, c.left)
        .bind(8, c.field_writes)
        .bind(9, c.refused_values)
        .bind(10, c.empty_required)
        .bind(11, c.chunks)
        .bind(12, c.chunks_closed)
        .run();
  }
  for (const auto& [run, next] : seqs_) {
    statements.get("UPDATE run SET next_seq = max(next_seq, ?2) WHERE id = ?1")
        .bind(1, run)
        .bind(2, next)
        .run();
  }
  for (const auto& [key, count] : failures_) {
    statements
        .get(
            "INSERT INTO run_failure(run, step, code, people, message) VALUES(?1, ?2, ?3, ?4, ?5) "
            "ON CONFLICT DO UPDATE SET people = people + ?4, message = ?5")
        .bind(1, std::get<0>(key))
        .bind(2, std::get<1>(key))
        .bind_text(3, std::get<2>(key))
        .bind(4, count.n)
        .bind_text(5, count.message)
        .run();
  }
  for (const auto& [key, count] : statistics_) {
    statements
        .get(
            "INSERT INTO statistics(service, hour, level, code, n, last_at, message) VALUES(?1, "
            "?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET n = n + ?5, last_at = ?6, message "
            "= ?7")
        .bind(1, std::get<0>(key))
        .bind(2, now_ / kHour * kHour)
        .bind(3, std::get<1>(key))
        .bind_text(4, std::get<2>(key))
        .bind(5, count.n)
        .bind(6, now_)
        .bind_text(7, count.message)
        .run();
  }
  *this = Tally(now_);
}

}  // namespace stepgate::store
