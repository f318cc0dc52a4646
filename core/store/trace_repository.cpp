#include "store/trace_repository.hpp"

#include "store/core.hpp"

namespace stepgate::store {

TraceRepository::TraceRepository(Core& core) : core_(core) {}

std::vector<TraceRow> TraceRepository::list(const flow::ChunkKey& key) {
  std::vector<TraceRow> all;
  for (const sql::Row& row : core_.readers->take()->query(
           "SELECT attempt, at, kind, text FROM trace WHERE bucket = ? AND chunk = ? ORDER BY id",
           {key.bucket, key.chunk})) {
    all.push_back({key, static_cast<std::uint16_t>(row[0].integer()), row[1].integer(),
                   row[2].text(), row[3].text()});
  }
  return all;
}

}  // namespace stepgate::store
