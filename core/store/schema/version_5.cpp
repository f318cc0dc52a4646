#include "store/schema/versions.hpp"
#include "store/sql/connection.hpp"

namespace stepgate::store {

// What a run's campaign was called, for when it is removed.
void create_version_5(sql::Connection& connection, Ms) {
  connection.exec("ALTER TABLE run ADD COLUMN campaign_name TEXT NOT NULL DEFAULT ''");
}

}  // namespace stepgate::store
