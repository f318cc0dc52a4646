#include "store/sql/statement.hpp"

#include <sqlite3.h>

#include "store/sql/failure.hpp"

namespace stepgate::store::sql {

Statement::Statement(sqlite3* db, std::string_view sql) {
  if (sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                         &statement_, nullptr) != SQLITE_OK) {
    fail(db, "prepare");
  }
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement& Statement::bind(int index, std::int64_t v) {
  sqlite3_bind_int64(statement_, index, v);
  return *this;
}

Statement& Statement::bind_real(int index, double v) {
  sqlite3_bind_double(statement_, index, v);
  return *this;
}

Statement& Statement::bind_text(int index, std::string_view v) {
  sqlite3_bind_text64(statement_, index, v.data() != nullptr ? v.data() : "", v.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view v) {
  sqlite3_bind_blob64(statement_, index, v.data() != nullptr ? v.data() : "", v.size(),
                      SQLITE_STATIC);
  return *this;
}

Statement& Statement::bind_null(int index) {
  sqlite3_bind_null(statement_, index);
  return *this;
}

Statement& Statement::bind_value(int index, const Value& v) {
  if (const auto* i = std::get_if<std::int64_t>(&v.variant())) return bind(index, *i);
  if (const auto* d = std::get_if<double>(&v.variant())) return bind_real(index, *d);
  if (const auto* s = std::get_if<std::string>(&v.variant())) return bind_text(index, *s);
  if (const auto* b = std::get_if<Blob>(&v.variant())) return bind_blob(index, b->bytes);
  return bind_null(index);
}

bool Statement::step() {
  const int rc = sqlite3_step(statement_);
  if (rc == SQLITE_ROW) return true;
  if (rc == SQLITE_DONE) return false;
  sqlite3* db = sqlite3_db_handle(statement_);
  sqlite3_reset(statement_);  // gives the same code again, as the connection's last error
  fail(db, "step");
}

void Statement::reset() noexcept { sqlite3_reset(statement_); }

int Statement::run() {
  while (step()) {
  }
  const int changed = sqlite3_changes(sqlite3_db_handle(statement_));
  sqlite3_reset(statement_);
  return changed;
}

std::int64_t Statement::integer(int column) const noexcept {
  return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const noexcept {
  return sqlite3_column_double(statement_, column);
}

std::string_view Statement::text(int column) const noexcept {
  const auto* p = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (p == nullptr) return {};
  return {p, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Statement::blob(int column) const noexcept {
  const auto* p = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (p == nullptr) return {};
  return {p, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Statement::is_null(int column) const noexcept {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Statement& StatementCache::get(std::string_view sql) {
  if (auto it = fixed_.find(sql); it != fixed_.end()) return it->second;
  return fixed_.try_emplace(std::string(sql), db_, sql).first->second;
}

Statement& StatementCache::dynamic(std::string_view sql) {
  for (auto it = dynamic_.begin(); it != dynamic_.end(); ++it) {
    if (it->text != sql) continue;
    dynamic_.splice(dynamic_.begin(), dynamic_, it);
    return it->statement;
  }
  Statement made(db_, sql);
  if (dynamic_.size() >= kMostDynamic) dynamic_.pop_back();
  return dynamic_.emplace_front(std::string(sql), std::move(made)).statement;
}

void StatementCache::clear() noexcept {
  fixed_.clear();
  dynamic_.clear();
}

}  // namespace stepgate::store::sql
