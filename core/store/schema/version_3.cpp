#include "store/schema/versions.hpp"
#include "store/sql/connection.hpp"

namespace stepgate::store {

// Attempts of a chunk that the retry budget does not count: they ended with refused credentials.
void create_version_3(sql::Connection& connection, Ms) {
  for (const char* table : {"chunk", "chunk_log"})
    connection.exec("ALTER TABLE " + std::string(table) +
                    " ADD COLUMN uncounted INTEGER NOT NULL DEFAULT 0");
}

}  // namespace stepgate::store
