#include "store/sql/failure.hpp"

#include <sqlite3.h>

namespace stepgate::store::sql {
namespace {

bool concerns_statement(int primary) noexcept {
  switch (primary) {
    case SQLITE_ERROR:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
    case SQLITE_RANGE:
    case SQLITE_MISUSE:
    case SQLITE_SCHEMA:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool StatementFailed::unique() const noexcept {
  return code_ == SQLITE_CONSTRAINT_UNIQUE || code_ == SQLITE_CONSTRAINT_PRIMARYKEY;
}

Error file_error(int extended_code, std::string_view file, std::string_view words) {
  const std::string subject = "store " + std::string(file), cause(words);
  switch (extended_code & 0xff) {
    case SQLITE_FULL:
      return {ErrorKind::unavailable,
              "STORE_FULL",
              subject,
              "the file system has no room left for it",
              "Make room on that file system",
              cause};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return {ErrorKind::unavailable,
              "STORE_READ_ONLY",
              subject,
              "it cannot be written",
              "Make the file and its folder writable for the daemon's user",
              cause};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorKind::unavailable,
              "STORE_BUSY",
              subject,
              "another program holds its write lock",
              "End the transaction of that program (a sqlite3 shell?) and try again",
              cause};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorKind::internal,
              "STORE_DAMAGED",
              subject,
              "the file is damaged",
              "Stop the daemon and restore the file from a backup",
              cause};
    default:
      return {ErrorKind::unavailable,          "STORE_FAILED", subject, "it could not be used",
              "See the cause; check the disk", cause};
  }
}

void fail(sqlite3* db, std::string_view doing) {
  const int code = sqlite3_extended_errcode(db);
  std::string words = std::string(doing) + ": " + sqlite3_errmsg(db);
  if (concerns_statement(code & 0xff)) throw StatementFailed(code, std::move(words));
  const char* file = sqlite3_db_filename(db, "main");
  throw file_error(code, file != nullptr ? file : "", words);
}

}  // namespace stepgate::store::sql
