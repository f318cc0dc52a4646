#include "store/schema/versions.hpp"
#include "store/sql/connection.hpp"

namespace stepgate::store {

// The undo of a run: how far it is, and the values that it left.
void create_version_4(sql::Connection& connection, Ms) {
  connection.exec(
      "CREATE TABLE run_undo(run INTEGER PRIMARY KEY, done INTEGER NOT NULL DEFAULT 0, asked_at "
      "INTEGER NOT NULL, ended_at INTEGER NOT NULL DEFAULT 0, people INTEGER NOT NULL DEFAULT 0, "
      "fields INTEGER NOT NULL DEFAULT 0, unreadable INTEGER NOT NULL DEFAULT 0)");
  connection.exec(
      "CREATE TABLE run_undo_left(run INTEGER NOT NULL, person INTEGER NOT NULL, field INTEGER NOT "
      "NULL, gone INTEGER NOT NULL, written TEXT, found TEXT, PRIMARY KEY(run, person, field)) "
      "WITHOUT ROWID");
}

}  // namespace stepgate::store
