// The extension of the sqlite3 shell: people with the file at hand read the history in SQL.
//
//   .load lib/stepgate/stepgate_activity
//   SELECT * FROM activity WHERE person = 7;
//   SELECT * FROM activity_damage;
#pragma once
#include "store/activity/sqlite_api.hpp"

namespace stepgate::store::activity::extension {

/// Each gives an SQLite result code.
int register_activity(sqlite3* db);  ///< the table `activity`
int register_damage(sqlite3* db);    ///< the table `activity_damage`
/// segment_find(ids, body, kind, key, value): who has that value in a segment, as a JSON array.
int register_functions(sqlite3* db);

}  // namespace stepgate::store::activity::extension
