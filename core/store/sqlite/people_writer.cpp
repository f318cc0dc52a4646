#include "store/sqlite/people_writer.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <limits>

#include "store/sql/connection.hpp"
#include "store/sql/failure.hpp"
#include "store/sql/statement.hpp"
#include "store/sqlite/old_value.hpp"

namespace stepgate::store {
namespace {

using flow::Cell;

constexpr std::size_t kArguments = 100;  // SQLite's functions take at most 127

std::string column(flow::FieldId field) { return "f" + std::to_string(field); }

/// The part of the statement that is the same for a range and for one person.
std::string assignments(const flow::ChunkResults& results) {
  std::string sql = "UPDATE person SET ";
  for (std::size_t k = 0; k < results.fields.size(); ++k) {
    const std::string name = column(results.fields[k].field);
    sql += name + "=stepgate_put(" + std::to_string(k) + ",id," + name + "),";
  }
  return sql + "updated_at=?3 WHERE ";
}

/// Joined by |, which evaluates both sides: every field has to be seen.
std::string condition(const flow::ChunkResults& results) {
  std::string sql = " AND (";
  for (std::size_t k = 0; k < results.fields.size(); k += kArguments) {
    sql += (k == 0 ? "stepgate_take(" : "|stepgate_take(") + std::to_string(k) + ",id";
    const std::size_t end = std::min(k + kArguments, results.fields.size());
    for (std::size_t i = k; i < end; ++i) sql += "," + column(results.fields[i].field);
    sql += ")";
  }
  return sql + ")";
}

void start_changes(Changes& changes, const flow::ChunkResults& results) {
  const std::size_t n = results.ids.size();
  changes.outcome.assign(n, static_cast<std::uint8_t>(Outcome::unchanged));
  changes.fields.reserve(results.fields.size());
  for (const flow::FieldColumn& column : results.fields) {
    FieldChange& change = changes.fields.emplace_back();
    change.field = column.field;
    change.before.resize(n);
    change.after.resize(n);
  }
  changes.arena.reserve(results.arena.size() * 2);
}

void finish_changes(Changes& changes, const flow::ChunkResults& results) {
  for (std::size_t i = 0; i < results.ids.size(); ++i) {
    if (results.failed[i] != 0) changes.outcome[i] = static_cast<std::uint8_t>(Outcome::failed);
    switch (static_cast<Outcome>(changes.outcome[i])) {
      case Outcome::changed:
        ++changes.changed;
        break;
      case Outcome::unchanged:
        ++changes.unchanged;
        break;
      case Outcome::failed:
        ++changes.failed;
        break;
    }
  }
  for (const FieldChange& change : changes.fields) changes.field_writes += change.changed;
  std::erase_if(changes.fields, [](const FieldChange& c) { return c.changed == 0; });
}

void check(const flow::ChunkResults& results) {
  for (std::size_t k = 1; k < results.fields.size(); ++k) {
    for (std::size_t i = 0; i < k; ++i) {
      if (results.fields[i].field != results.fields[k].field) continue;
      throw sql::StatementFailed(SQLITE_MISUSE, "a field is in the results twice");
    }
  }
  const std::size_t n = results.ids.size();
  bool good =
      results.failed.size() == n && results.codes.size() == n && results.reasons.size() == n;
  for (const auto& column : results.fields) good = good && column.cells.size() == n;
  for (const auto& column : results.attributes) good = good && column.cells.size() == n;
  if (!good)
    throw sql::StatementFailed(SQLITE_MISUSE, "the columns of the results differ in length");
}

}  // namespace

PeopleWriter::PeopleWriter(sql::Connection& connection) : statements_(connection.statements()) {
  sqlite3* db = connection.handle();
  const int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
  sqlite3_create_function_v2(db, "stepgate_take", -1, flags, this, on_take, nullptr, nullptr,
                             nullptr);
  sqlite3_create_function_v2(db, "stepgate_put", 3, flags, this, on_put, nullptr, nullptr, nullptr);
}

Changes PeopleWriter::apply(const flow::ChunkResults& results, flow::Ms now) {
  check(results);
  Changes changes;
  start_changes(changes, results);
  if (!results.fields.empty()) {
    const std::string set = assignments(results), take = condition(results);
    range_sql_ = set + "id BETWEEN ?1 AND ?2" + take;
    one_sql_ = set + "id=?1" + take;
    results_ = &results;
    changes_ = &changes;
    const std::size_t n = results.ids.size();
    for (std::size_t begin = 0; begin < n;) {
      std::size_t end = begin + 1;
      while (end < n && results.ids[end] == results.ids[end - 1] + 1) ++end;
      write_range(begin, end, now);
      begin = end;
    }
  }
  finish_changes(changes, results);
  return changes;
}

void PeopleWriter::write_range(std::size_t begin, std::size_t end, flow::Ms now) {
  base_ = begin;
  limit_ = end;
  const bool one = end - begin == 1;
  sql::Statement& update = statements_.dynamic(one ? one_sql_ : range_sql_);
  update.bind(1, results_->ids[begin]);
  if (!one) update.bind(2, results_->ids[end - 1]);
  update.bind(3, now).run();
}

std::size_t PeopleWriter::index_of(flow::PersonId id) const noexcept {
  if (results_ == nullptr || base_ >= limit_) return limit_;
  const flow::PersonId offset = id - results_->ids[base_];
  if (offset < 0 || static_cast<std::size_t>(offset) >= limit_ - base_) return limit_;
  return base_ + static_cast<std::size_t>(offset);
}

bool PeopleWriter::take(std::size_t first_field, std::size_t index,
                        std::span<sqlite3_value*> olds) {
  bool any = false;
  for (std::size_t i = 0; i < olds.size(); ++i) {
    const std::size_t k = first_field + i;
    const Cell& wanted = results_->fields[k].cells[index];
    if (wanted.kind == Cell::Kind::keep) continue;
    const OldValue old(olds[i]);
    const NewValue value = resolve(wanted, results_->text(wanted), old);
    if (value.bounded) ++changes_->bounded_scores;
    if (old.equals(value)) continue;
    FieldChange& change = changes_->fields[k];
    change.before[index] = old.capture(changes_->arena);
    change.after[index] = value.store(changes_->arena);
    ++change.changed;
    any = true;
  }
  if (any) changes_->outcome[index] = static_cast<std::uint8_t>(Outcome::changed);
  return any;
}

void PeopleWriter::put(sqlite3_context* context, std::size_t field, std::size_t index,
                       sqlite3_value* old) {
  const Cell& cell = changes_->fields[field].after[index];
  switch (cell.kind) {
    case Cell::Kind::null:
      return sqlite3_result_null(context);
    case Cell::Kind::integer:
      return sqlite3_result_int64(context, cell.integer);
    case Cell::Kind::real:
      return sqlite3_result_double(context, cell.real);
    case Cell::Kind::text:  // the arena does not grow before the row is made
      return sqlite3_result_text(context, changes_->arena.data() + cell.offset,
                                 static_cast<int>(cell.size), SQLITE_STATIC);
    default:
      return sqlite3_result_value(context, old);
  }
}

void PeopleWriter::on_take(sqlite3_context* context, int n, sqlite3_value** values) {
  auto* self = static_cast<PeopleWriter*>(sqlite3_user_data(context));
  const std::size_t index = self->index_of(sqlite3_value_int64(values[1]));
  if (index == self->limit_) return sqlite3_result_int(context, 0);
  try {
    const bool any = self->take(static_cast<std::size_t>(sqlite3_value_int64(values[0])), index,
                                {values + 2, static_cast<std::size_t>(n - 2)});
    sqlite3_result_int(context, any ? 1 : 0);
  } catch (...) {  // nothing may pass through SQLite
    sqlite3_result_error_nomem(context);
  }
}

void PeopleWriter::on_put(sqlite3_context* context, int, sqlite3_value** values) {
  auto* self = static_cast<PeopleWriter*>(sqlite3_user_data(context));
  const std::size_t index = self->index_of(sqlite3_value_int64(values[1]));
  if (index == self->limit_) return sqlite3_result_value(context, values[2]);
  self->put(context, static_cast<std::size_t>(sqlite3_value_int64(values[0])), index, values[2]);
}

}  // namespace stepgate::store
