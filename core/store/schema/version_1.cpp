#include <string>

#include "flow/field.hpp"
#include "store/columns.hpp"
#include "store/field_rows.hpp"
#include "store/schema/migrations.hpp"
#include "store/schema/versions.hpp"
#include "store/sql/connection.hpp"

namespace stepgate::store {
namespace {

// Keys of what a chunk touches begin with its bucket where the engine asks by chunk: on PostgreSQL
// the same tables are partitioned by it (docs/engine.md section C). Times are milliseconds since
// the Unix epoch.
constexpr const char* kEngine[] = {
    "CREATE TABLE schema_version(version INTEGER PRIMARY KEY, applied_at INTEGER NOT NULL)",
    "CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE store_clock(id INTEGER PRIMARY KEY CHECK(id = 1), at INTEGER NOT NULL)",
    "INSERT INTO store_clock VALUES(1, 0)",

    "CREATE TABLE field(id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE UNIQUE, label "
    "TEXT NOT NULL, type INTEGER NOT NULL, standard INTEGER NOT NULL, read_only INTEGER NOT NULL, "
    "added_at INTEGER NOT NULL)",

    "CREATE TABLE run(id INTEGER PRIMARY KEY, campaign INTEGER NOT NULL, state INTEGER NOT NULL, "
    "step INTEGER NOT NULL, service INTEGER NOT NULL, plan INTEGER NOT NULL, parameters TEXT NOT "
    "NULL, context TEXT NOT NULL, chunk_people INTEGER NOT NULL, started_at INTEGER NOT NULL, "
    "ended_at INTEGER NOT NULL, next_seq INTEGER NOT NULL, people INTEGER NOT NULL, unknown "
    "INTEGER "
    "NOT NULL, audience_kind INTEGER NOT NULL, audience_field INTEGER NOT NULL, audience_value "
    "BLOB, last_person INTEGER NOT NULL)",
    "CREATE INDEX run_campaign ON run(campaign)",
    "CREATE INDEX run_open ON run(state) WHERE state <= 2",
    "CREATE TABLE run_audience(run INTEGER NOT NULL, bucket INTEGER NOT NULL, first_id INTEGER NOT "
    "NULL, last_id INTEGER NOT NULL, ids BLOB NOT NULL, PRIMARY KEY(run, bucket, first_id)) "
    "WITHOUT ROWID",
    "CREATE TABLE run_cursor(run INTEGER NOT NULL, bucket INTEGER NOT NULL, after_id INTEGER NOT "
    "NULL, done INTEGER NOT NULL, PRIMARY KEY(run, bucket)) WITHOUT ROWID",
    "CREATE TABLE run_step(run INTEGER NOT NULL, step INTEGER NOT NULL, entered INTEGER NOT NULL "
    "DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0, failed "
    "INTEGER NOT NULL DEFAULT 0, left_flow INTEGER NOT NULL DEFAULT 0, field_writes INTEGER NOT "
    "NULL DEFAULT 0, refused_values INTEGER NOT NULL DEFAULT 0, empty_required INTEGER NOT NULL "
    "DEFAULT 0, chunks INTEGER NOT NULL DEFAULT 0, chunks_closed INTEGER NOT NULL DEFAULT 0, "
    "PRIMARY KEY(run, step)) WITHOUT ROWID",
    "CREATE TABLE run_failure(run INTEGER NOT NULL, step INTEGER NOT NULL, code TEXT NOT NULL, "
    "people INTEGER NOT NULL, message TEXT NOT NULL, PRIMARY KEY(run, step, code)) WITHOUT ROWID",

    // Open chunks only: small for ever.
    "CREATE TABLE chunk(bucket INTEGER NOT NULL, chunk INTEGER NOT NULL, state INTEGER NOT NULL, "
    "ver INTEGER NOT NULL, attempt INTEGER NOT NULL, people INTEGER NOT NULL, seq INTEGER NOT "
    "NULL, run INTEGER NOT NULL, step INTEGER NOT NULL, choice INTEGER NOT NULL, service INTEGER "
    "NOT NULL, plan INTEGER NOT NULL, owner INTEGER NOT NULL, due_at INTEGER NOT NULL, "
    "first_try_at INTEGER NOT NULL, paused_ms INTEGER NOT NULL, grant_renewed INTEGER NOT NULL, "
    "tokens BLOB NOT NULL, born_at INTEGER NOT NULL, PRIMARY KEY(bucket, chunk)) WITHOUT ROWID",
    "CREATE INDEX chunk_due ON chunk(due_at) WHERE state BETWEEN 2 AND 4",
    "CREATE INDEX chunk_lane ON chunk(service, run, chunk) WHERE state <= 1",
    "CREATE INDEX chunk_run ON chunk(run, seq)",
    // Kept with the closed chunk: a late callback is still decoded against its members.
    "CREATE TABLE chunk_members(bucket INTEGER NOT NULL, chunk INTEGER NOT NULL, n INTEGER NOT "
    "NULL, ids BLOB NOT NULL, PRIMARY KEY(bucket, chunk)) WITHOUT ROWID",
    "CREATE TABLE chunk_log(bucket INTEGER NOT NULL, chunk INTEGER NOT NULL, state INTEGER NOT "
    "NULL, ver INTEGER NOT NULL, attempt INTEGER NOT NULL, people INTEGER NOT NULL, seq INTEGER "
    "NOT NULL, run INTEGER NOT NULL, step INTEGER NOT NULL, choice INTEGER NOT NULL, service "
    "INTEGER NOT NULL, plan INTEGER NOT NULL, owner INTEGER NOT NULL, due_at INTEGER NOT NULL, "
    "first_try_at INTEGER NOT NULL, paused_ms INTEGER NOT NULL, grant_renewed INTEGER NOT NULL, "
    "tokens BLOB NOT NULL, born_at INTEGER NOT NULL, digest BLOB, code TEXT NOT NULL, message TEXT "
    "NOT NULL, changed INTEGER NOT NULL, unchanged INTEGER NOT NULL, failed INTEGER NOT NULL, "
    "field_writes INTEGER NOT NULL, closed_at INTEGER NOT NULL, PRIMARY KEY(bucket, chunk)) "
    "WITHOUT ROWID",
    "CREATE INDEX chunk_log_run ON chunk_log(run, seq)",
    "CREATE TABLE late(bucket INTEGER NOT NULL, chunk INTEGER NOT NULL, digest BLOB NOT NULL, at "
    "INTEGER NOT NULL, results TEXT NOT NULL, PRIMARY KEY(bucket, chunk, digest)) WITHOUT ROWID",
    "CREATE TABLE trace(id INTEGER PRIMARY KEY, bucket INTEGER NOT NULL, chunk INTEGER NOT NULL, "
    "attempt INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL)",
    "CREATE INDEX trace_chunk ON trace(bucket, chunk)",

    "CREATE TABLE statistics(service INTEGER NOT NULL, hour INTEGER NOT NULL, level INTEGER NOT "
    "NULL, code TEXT NOT NULL, n INTEGER NOT NULL, last_at INTEGER NOT NULL, message TEXT NOT "
    "NULL, PRIMARY KEY(service, hour, level, code)) WITHOUT ROWID",
    "CREATE TABLE service_log(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, service INTEGER NOT "
    "NULL, severity INTEGER NOT NULL, kind TEXT NOT NULL, code TEXT NOT NULL, run INTEGER NOT "
    "NULL, chunk INTEGER NOT NULL, person INTEGER NOT NULL, message TEXT NOT NULL)",
    "CREATE INDEX service_log_service ON service_log(service)",
    "CREATE INDEX service_log_run ON service_log(run) WHERE run <> 0",
};

constexpr const char* kCatalog[] = {
    "CREATE TABLE credential(id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE UNIQUE, "
    "kind TEXT NOT NULL, sealed BLOB NOT NULL, verified_at INTEGER NOT NULL, state TEXT NOT NULL, "
    "created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL)",
    "CREATE TABLE service(id INTEGER PRIMARY KEY, revision INTEGER NOT NULL, name TEXT NOT NULL, "
    "state TEXT NOT NULL, kind TEXT NOT NULL, url TEXT NOT NULL, api_key BLOB NOT NULL, discovery "
    "TEXT NOT NULL, definition TEXT NOT NULL, mapping TEXT NOT NULL, configuration TEXT NOT NULL, "
    "credential INTEGER NOT NULL, auth TEXT NOT NULL, mapping_strategy TEXT NOT NULL, provider "
    "TEXT "
    "NOT NULL, paused_reason TEXT NOT NULL, paused_at INTEGER NOT NULL, plan_version INTEGER NOT "
    "NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, removed_at INTEGER)",
    "CREATE UNIQUE INDEX service_name ON service(name COLLATE NOCASE) WHERE removed_at IS NULL",
    "CREATE TABLE service_plan(service INTEGER NOT NULL, version INTEGER NOT NULL, plan TEXT NOT "
    "NULL, made_at INTEGER NOT NULL, PRIMARY KEY(service, version)) WITHOUT ROWID",
    "CREATE TABLE picklist(service INTEGER NOT NULL, type TEXT NOT NULL, attribute TEXT NOT NULL, "
    "choices TEXT NOT NULL, fetched_at INTEGER NOT NULL, error TEXT NOT NULL, tried_at INTEGER NOT "
    "NULL, PRIMARY KEY(service, type, attribute)) WITHOUT ROWID",
    "CREATE TABLE campaign(id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE UNIQUE, "
    "service INTEGER NOT NULL, parameters TEXT NOT NULL, audience TEXT NOT NULL, chunk_people "
    "INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL)",
};

void create_people(sql::Connection& connection, Ms now) {
  std::string person =
      "CREATE TABLE person(id INTEGER PRIMARY KEY CHECK(id > 0), created_at INTEGER NOT NULL, "
      "updated_at INTEGER NOT NULL";
  for (const flow::Field& field : flow::standard_fields()) {
    insert_field(connection, field, now);
    if (!field.read_only) person += ", " + column_definition(field);
  }
  connection.exec(person + ")");
  const std::string email = column_of(flow::standard_fields().front());
  // Finds by e-mail without case. Left alone by updates that do not write the e-mail.
  connection.exec("CREATE INDEX person_email ON person(lower(" + email + ")) WHERE " + email +
                  " IS NOT NULL");
  // How many people each bucket holds: where a run needs cursors, and counts without a scan.
  connection.exec("CREATE TABLE person_bucket(bucket INTEGER PRIMARY KEY, n INTEGER NOT NULL)");
  connection.exec(
      "CREATE TRIGGER person_gone AFTER DELETE ON person BEGIN UPDATE person_bucket SET n = n - 1 "
      "WHERE bucket = old.id >> 20; END");
}

}  // namespace

void create_version_1(sql::Connection& connection, Ms now) {
  connection.query("PRAGMA application_id=" + std::to_string(kApplicationId));
  for (const char* statement : kEngine) connection.exec(statement);
  for (const char* statement : kCatalog) connection.exec(statement);
  create_people(connection, now);
}

}  // namespace stepgate::store
