#include "store/activity/extension/extension.hpp"

SQLITE_EXTENSION_INIT1

// SQLite finds it by the letters of the file's name.
extern "C" __attribute__((visibility("default"))) int sqlite3_stepgateactivity_init(
    sqlite3* db, char** /*error*/, const sqlite3_api_routines* api) {
  SQLITE_EXTENSION_INIT2(api)
  namespace extension = stepgate::store::activity::extension;
  int rc = extension::register_activity(db);
  if (rc == SQLITE_OK) rc = extension::register_damage(db);
  if (rc == SQLITE_OK) rc = extension::register_functions(db);
  return rc;
}
