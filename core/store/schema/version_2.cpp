#include "store/schema/versions.hpp"
#include "store/sql/connection.hpp"

namespace stepgate::store {
namespace {

// The activity history (docs/performance.md, the layout). `body` comes last: what is asked of a
// segment before it is opened lies in front of the blob's overflow pages. NULL in run, service,
// step or chunk: differs among the entries. `since` and `at`: its oldest and newest entry.
constexpr const char* kActivity[] = {
    "CREATE TABLE activity_segment(id INTEGER PRIMARY KEY, bucket INTEGER NOT NULL, level INTEGER "
    "NOT NULL, service INTEGER, run INTEGER, step INTEGER, chunk INTEGER, since INTEGER NOT NULL, "
    "at INTEGER NOT NULL, first_id INTEGER NOT NULL, last_id INTEGER NOT NULL, n INTEGER NOT NULL, "
    "ids BLOB NOT NULL, body BLOB NOT NULL)",
    "CREATE INDEX activity_run ON activity_segment(run, chunk)",
    "CREATE INDEX activity_service ON activity_segment(service, at)",
    "CREATE INDEX activity_at ON activity_segment(at)",
    // Few: what the next compaction takes.
    "CREATE INDEX activity_open ON activity_segment(bucket, first_id, last_id) WHERE level = 0",
    "CREATE INDEX activity_small ON activity_segment(bucket, run, n) WHERE level = 1 AND n < 512",
    "CREATE TABLE activity_block(block INTEGER NOT NULL, segment INTEGER NOT NULL, "
    "PRIMARY KEY(block, segment)) WITHOUT ROWID",
};

}  // namespace

void create_version_2(sql::Connection& connection, Ms) {
  for (const char* statement : kActivity) connection.exec(statement);
}

}  // namespace stepgate::store
