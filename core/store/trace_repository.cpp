#include "store/trace_repository.hpp"

#include "store/core.hpp"
#include "store/drop_rows.hpp"

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

std::int64_t TraceRepository::drop_before(flow::Ms before, const std::function<bool()>& stopped) {
  return drop_rows_before(*core_.writer, "trace", before, stopped);
}

}  // namespace stepgate::store
