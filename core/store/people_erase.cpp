// PeopleRepository::erase: one person out of everything that tells something of them.
#include <algorithm>

#include "base/error.hpp"
#include "base/json.hpp"
#include "store/activity/erase.hpp"
#include "store/core.hpp"
#include "store/id_blob.hpp"
#include "store/people_repository.hpp"
#include "store/sql/statement.hpp"

namespace stepgate::store {
namespace {

using flow::PersonId;

struct Chunk {
  std::int64_t bucket = 0, chunk = 0;
};

/// Those of `table` (named in this file) in whose chunk the person was.
std::vector<Chunk> chunks_with(sql::Connection& connection, const std::string& table, PersonId id) {
  std::vector<Chunk> chunks;
  for (const sql::Row& row : connection.query(
           "SELECT DISTINCT t.bucket, t.chunk, m.ids FROM " + table +
               " t JOIN chunk_members m ON m.bucket = t.bucket AND m.chunk = t.chunk WHERE "
               "t.bucket = ?",
           {flow::bucket_of(id)})) {
    const auto members = decode_ids(row[2].text());
    if (std::binary_search(members.begin(), members.end(), id))
      chunks.push_back({row[0].integer(), row[1].integer()});
  }
  return chunks;
}

/// Results are on their way, and would bring the person back into the history.
void refuse_in_flight(sql::Connection& connection, PersonId id) {
  const auto chunks = chunks_with(connection, "chunk", id);
  if (chunks.empty()) return;
  const auto run = connection
                       .query("SELECT run FROM chunk WHERE bucket = ? AND chunk = ?",
                              {chunks[0].bucket, chunks[0].chunk})[0][0]
                       .integer();
  throw Error(ErrorKind::conflict, "PERSON_IN_FLIGHT", "person " + std::to_string(id),
              "is with a service in run " + std::to_string(run),
              "Wait for the end of the run, or abort it");
}

/// Everything that went over the wire for a chunk names all of its people: it goes as a whole.
std::int64_t drop_traces(sql::Connection& connection, PersonId id) {
  std::int64_t gone = 0;
  for (const Chunk& chunk : chunks_with(connection, "trace", id))
    gone += connection.statements()
                .get("DELETE FROM trace WHERE bucket = ?1 AND chunk = ?2")
                .bind(1, chunk.bucket)
                .bind(2, chunk.chunk)
                .run();
  return gone;
}

std::string without(const std::string& results, PersonId id) {
  Json json = Json::parse(results);
  Json people = Json::array();
  for (const Json& person : json["people"].items())
    if (person["id"].as_int() != id) people.push(person);
  json.set("people", people);
  return json.dump();
}

std::int64_t cut_late_results(sql::Connection& connection, PersonId id) {
  std::int64_t cut = 0;
  for (const Chunk& chunk : chunks_with(connection, "late", id)) {
    const sql::Rows rows =
        connection.query("SELECT digest, results FROM late WHERE bucket = ? AND chunk = ?",
                         {chunk.bucket, chunk.chunk});
    for (const sql::Row& row : rows) {
      connection.exec(
          "UPDATE late SET results = ? WHERE bucket = ? AND chunk = ? AND digest = ?",
          {without(row[1].text(), id), chunk.bucket, chunk.chunk, sql::Blob{row[0].text()}});
      ++cut;
    }
  }
  return cut;
}

std::int64_t drop(sql::Connection& connection, std::string_view sql, PersonId id) {
  return connection.statements().get(sql).bind(1, id).run();
}

}  // namespace

ErasedPerson PeopleRepository::erase(PersonId id) {
  ErasedPerson erased;
  core_.writer->write([&](sql::Connection& connection) {
    refuse_in_flight(connection, id);
    erased.person = drop(connection, "DELETE FROM person WHERE id = ?1", id) != 0;
    erased.log_entries = drop(connection, "DELETE FROM service_log WHERE person = ?1", id);
    erased.log_entries += drop(connection, "DELETE FROM run_undo_left WHERE person = ?1", id);
    erased.traces = drop_traces(connection, id);
    erased.late_results = cut_late_results(connection, id);
  });
  const activity::Erased history = activity::erase_person(*core_.writer, id);
  erased.activities = history.entries;
  erased.damaged = static_cast<std::int64_t>(history.damages.size());
  core_.checkpointer->truncate();  // the WAL still had the old pages
  return erased;
}

}  // namespace stepgate::store
