#include "store/schema/versions.hpp"
#include "store/sql/connection.hpp"

namespace stepgate::store {

// Dead letters: closed chunks that failed as a whole. Nothing is written when one dies; a row here
// says what people did about it. `what` is store::DeadState, `replay` the run that sends it again.
void create_version_6(sql::Connection& connection, Ms) {
  connection.exec(
      "CREATE TABLE dead(bucket INTEGER NOT NULL, chunk INTEGER NOT NULL, what INTEGER NOT NULL, "
      "done_at INTEGER NOT NULL, replay INTEGER NOT NULL, PRIMARY KEY(bucket, chunk)) WITHOUT "
      "ROWID");
  connection.exec("CREATE INDEX dead_replay ON dead(replay) WHERE replay <> 0");
  connection.exec("CREATE INDEX chunk_log_dead ON chunk_log(closed_at, chunk) WHERE code <> ''");
}

}  // namespace stepgate::store
