#include "store/schema/migrations.hpp"

#include "base/error.hpp"
#include "store/schema/versions.hpp"
#include "store/sql/connection.hpp"
#include "store/sql/writer.hpp"

namespace stepgate::store {
namespace {

using sql::Connection;

std::int64_t number(Connection& connection, std::string_view query) {
  const sql::Rows rows = connection.query(query);
  return rows.empty() ? 0 : rows[0][0].integer();
}

void refuse_foreign(Connection& connection, const std::string& path) {
  const std::int64_t application = number(connection, "PRAGMA application_id");
  if (application == kApplicationId) return;
  const std::int64_t tables = number(connection, "SELECT count(*) FROM sqlite_schema");
  if (application == 0 && tables == 0) return;
  throw Error(ErrorKind::conflict, "STORE_FOREIGN", "store " + path,
              "the file is an SQLite database of another program",
              "Set data.directory to another folder; this file was left as it is");
}

void refuse_newer(Connection& connection, const std::string& path) {
  const std::int32_t version = schema_version(connection);
  if (version <= newest_schema_version()) return;
  throw Error(ErrorKind::conflict, "STORE_NEWER", "store " + path,
              "it was written by a newer program (schema " + std::to_string(version) +
                  ", this one knows " + std::to_string(newest_schema_version()) + ")",
              "Start the newer program, or restore a backup from before its first start");
}

void apply(Connection& connection, std::int32_t version, const Version& step, Ms now) {
  sql::Writer::Transaction transaction(connection);
  step(connection, now);
  connection.exec("INSERT INTO schema_version(version, applied_at) VALUES(?, ?)", {version, now});
  transaction.commit();
}

}  // namespace

std::int32_t newest_schema_version() { return static_cast<std::int32_t>(versions().size()); }

std::int32_t schema_version(Connection& connection) {
  if (number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_version'") == 0) {
    return 0;
  }
  return static_cast<std::int32_t>(number(connection, "SELECT max(version) FROM schema_version"));
}

void migrate(Connection& connection, const std::string& path, Ms now) {
  refuse_foreign(connection, path);
  refuse_newer(connection, path);
  for (std::int32_t v = schema_version(connection); v < newest_schema_version(); ++v) {
    apply(connection, v + 1, versions()[static_cast<std::size_t>(v)], now);
  }
}

}  // namespace stepgate::store
