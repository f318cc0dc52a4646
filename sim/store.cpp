#include "sim/store.hpp"

#include "base/error.hpp"
#include "sim/watch.hpp"

namespace stepgate::sim {

std::vector<flow::OpResult> FaultyStore::commit(std::span<const flow::Op> batch, flow::Ms now) {
  if (ground_.now() < no_writes_until_)
    throw Error(ErrorKind::unavailable, "STORE_FULL", "The store", "cannot be written");
  if (ground_.random.chance(ground_.faults.crash_before_commit)) throw Crash{};
  auto results = inner_.commit(batch, now);
  ground_.note("commit", {{"operations", static_cast<std::int64_t>(batch.size())}});
  watch_.committed(batch, results);
  if (ground_.random.chance(ground_.faults.crash_after_commit)) throw Crash{};
  return results;
}

void FaultyStore::read_or_throw() {
  if (ground_.random.chance(ground_.faults.read_error))
    throw Error(ErrorKind::unavailable, "STORE_FAILED", "The store", "cannot be read");
}

std::optional<flow::ChunkRow> FaultyStore::find_chunk(const flow::ChunkKey& key) {
  read_or_throw();
  return inner_.find_chunk(key);
}

std::optional<flow::RunRow> FaultyStore::find_run(flow::RunId run) {
  read_or_throw();
  return inner_.find_run(run);
}

std::vector<flow::Cursor> FaultyStore::cursors(flow::RunId run) {
  read_or_throw();
  return inner_.cursors(run);
}

std::vector<flow::ChunkRow> FaultyStore::open_chunks(flow::RunId run, std::size_t limit) {
  read_or_throw();
  return inner_.open_chunks(run, limit);
}

std::vector<flow::ChunkRow> FaultyStore::due(flow::Ms now, std::size_t limit) {
  read_or_throw();
  return inner_.due(now, limit);
}

std::vector<flow::RunRow> FaultyStore::open_runs() {
  read_or_throw();
  return inner_.open_runs();
}

std::int64_t FaultyStore::open_chunk_count(flow::ServiceId service) {
  read_or_throw();
  return inner_.open_chunk_count(service);
}

std::vector<flow::PersonId> FaultyStore::members(const flow::ChunkKey& key) {
  read_or_throw();
  return inner_.members(key);
}

std::vector<flow::PersonId> FaultyStore::next_people(flow::RunId run, flow::Bucket bucket,
                                                     flow::PersonId after, std::size_t limit) {
  read_or_throw();
  watch_.people_read(run);
  return inner_.next_people(run, bucket, after, limit);
}

void FaultyStore::read_people(std::span<const flow::PersonId> ids,
                              std::span<const flow::FieldId> fields, flow::PeopleSink& sink) {
  read_or_throw();
  inner_.read_people(ids, fields, sink);
}

}  // namespace stepgate::sim
