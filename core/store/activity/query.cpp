#include "store/activity/query.hpp"

#include "store/activity/sqlite_api.hpp"
#ifdef STEPGATE_SQLITE_EXTENSION
#include "base/error.hpp"
#else
#include "store/sql/failure.hpp"
#endif

namespace stepgate::store::activity {

Query::Query(sqlite3* db, std::string_view sql) : db_(db) {
  if (sqlite3_prepare_v2(db, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr) !=
      SQLITE_OK) {
    fail("prepare");
  }
}

Query::~Query() { sqlite3_finalize(statement_); }

void Query::fail(const char* doing) {
#ifdef STEPGATE_SQLITE_EXTENSION
  throw Error(ErrorKind::internal, "STORE_FAILED", "activity history", "it could not be read",
              "Open a store of Stepgate that is not in need of repair",
              std::string(doing) + ": " + sqlite3_errmsg(db_));
#else
  sql::fail(db_, doing);
#endif
}

Query& Query::bind(int index, std::int64_t v) {
  sqlite3_bind_int64(statement_, index, v);
  return *this;
}

bool Query::step() {
  const int rc = sqlite3_step(statement_);
  if (rc == SQLITE_ROW) return true;
  if (rc == SQLITE_DONE) return false;
  sqlite3_reset(statement_);  // gives the same code again, as the connection's last error
  fail("step");
}

void Query::reset() noexcept { sqlite3_reset(statement_); }

std::int64_t Query::integer(int column) const noexcept {
  return sqlite3_column_int64(statement_, column);
}

std::optional<std::int64_t> Query::optional(int column) const noexcept {
  if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

std::string_view Query::text(int column) const noexcept {
  const auto* p = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (p == nullptr) return {};
  return {p, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::string_view Query::blob(int column) const noexcept {
  const auto* p = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  if (p == nullptr) return {};
  return {p, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

ReadSnapshot::ReadSnapshot(sqlite3* db) : db_(db) {
  if (sqlite3_get_autocommit(db) == 0) return;
  Query(db, "BEGIN").step();
  begun_ = true;
}

ReadSnapshot::~ReadSnapshot() {
  if (!begun_) return;
  try {
    Query(db_, "COMMIT").step();
  } catch (...) {  // read only: nothing is lost
  }
}

}  // namespace stepgate::store::activity
