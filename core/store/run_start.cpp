// RunRepository::create: a run, who takes part, and a cursor for each bucket.
#include <algorithm>
#include <map>

#include "store/core.hpp"
#include "store/dead_repository.hpp"
#include "store/id_blob.hpp"
#include "store/names.hpp"
#include "store/person_condition.hpp"
#include "store/run_repository.hpp"
#include "store/sql/statement.hpp"

namespace stepgate::store {
namespace {

using flow::Bucket;
using flow::PersonId;
using sql::Connection;

/// Ids in one row of run_audience: enough to be small, few enough to be decoded for each slice.
constexpr std::size_t kStretch = 8192;

/// Who takes part, found before the writer is needed.
struct Found {
  std::map<Bucket, std::int64_t> buckets;  ///< people in each
  std::vector<PersonId> ids;               ///< of a list: those that exist, ascending
  std::int64_t people = 0, unknown = 0;
  PersonId last = 0;
};

void add(Found& found, Bucket bucket, std::int64_t people) {
  if (people == 0) return;
  found.buckets[bucket] += people;
  found.people += people;
}

void find_everyone(Connection& connection, Found& found) {
  for (const sql::Row& row : connection.query("SELECT bucket, n FROM person_bucket")) {
    add(found, row[0].integer(), row[1].integer());
  }
}

void find_where(Connection& connection, const PersonCondition& condition, Found& found) {
  sql::Statement& select = connection.statements().dynamic(
      "SELECT id >> 20, count(*) FROM person WHERE " + condition.sql + " GROUP BY id >> 20");
  sql::Reset reset(select);
  if (!condition.value.is_null()) select.bind_value(1, condition.value);
  while (select.step()) add(found, select.integer(0), select.integer(1));
}

void find_listed(Connection& connection, std::vector<PersonId> ids, Found& found) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  sql::Statement& exists = connection.statements().get("SELECT 1 FROM person WHERE id = ?1");
  for (const PersonId id : ids) {
    sql::Reset reset(exists);
    if (exists.bind(1, id).step()) {
      found.ids.push_back(id);
      add(found, flow::bucket_of(id), 1);
    } else {
      ++found.unknown;
    }
  }
}

Found find_audience(Core& core, const Audience& audience) {
  auto reader = core.readers->take();
  const sql::Snapshot snapshot(*reader);
  Found found;
  switch (audience.kind) {
    case Audience::Kind::everyone:
      find_everyone(*reader, found);
      break;
    case Audience::Kind::where:
      find_where(*reader, person_condition(*core.fields(), audience.field, audience.value, 1),
                 found);
      break;
    case Audience::Kind::ids:
      find_listed(*reader, audience.ids, found);
      break;
  }
  const sql::Rows last = reader->query("SELECT max(id) FROM person");
  found.last = last[0][0].integer();
  if (found.people > 0) return found;
  throw Error(ErrorKind::invalid, "AUDIENCE_EMPTY", "audience of the run", "nobody is in it",
              found.unknown > 0 ? "None of the ids given exists; compare them with the people"
                                : "Import people, or widen the condition");
}

flow::RunId insert_run(Connection& c, const NewRun& run, const Found& found, Ms now) {
  c.exec(
      "INSERT INTO run(campaign, state, step, service, plan, parameters, context, chunk_people, "
      "started_at, ended_at, next_seq, people, unknown, audience_kind, audience_field, "
      "audience_value, last_person) VALUES(?, 0, 1, ?, ?, ?, ?, ?, ?, 0, 1, ?, ?, ?, ?, ?, ?)",
      {run.campaign, run.service, run.plan, run.parameters, run.context, run.chunk_people, now,
       found.people, found.unknown, static_cast<int>(run.audience.kind), run.audience.field,
       run.audience.value, found.last});
  const flow::RunId id = c.last_insert_id();
  c.exec("INSERT INTO run_step(run, step) VALUES(?, 1)", {id});
  for (const auto& [bucket, people] : found.buckets) {
    c.exec("INSERT INTO run_cursor(run, bucket, after_id, done) VALUES(?, ?, ?, 0)",
           {id, bucket, std::max<PersonId>(flow::bucket_first(bucket) - 1, 0)});
  }
  return id;
}

void insert_listed(Connection& c, flow::RunId run, const std::vector<PersonId>& ids) {
  sql::Statement& insert = c.statements().get(
      "INSERT INTO run_audience(run, bucket, first_id, last_id, ids) VALUES(?1, ?2, ?3, ?4, ?5)");
  for (std::size_t begin = 0; begin < ids.size();) {
    const Bucket bucket = flow::bucket_of(ids[begin]);
    std::size_t end = begin;
    while (end < ids.size() && end - begin < kStretch && flow::bucket_of(ids[end]) == bucket) ++end;
    const std::string blob = encode_ids(std::span(ids).subspan(begin, end - begin));
    insert.bind(1, run).bind(2, bucket).bind(3, ids[begin]).bind(4, ids[end - 1]);
    insert.bind_blob(5, blob).run();
    begin = end;
  }
}

void check_refers(Connection& c, const NewRun& run) {
  if (c.query("SELECT 1 FROM service WHERE id = ? AND removed_at IS NULL", {run.service}).empty()) {
    not_found("service", run.service);
  }
  if (c.query("SELECT 1 FROM campaign WHERE id = ?", {run.campaign}).empty()) {
    not_found("campaign", run.campaign);
  }
}

}  // namespace

RunInfo RunRepository::create(const NewRun& run) {
  const Found found = find_audience(core_, run.audience);
  const flow::RunId id = core_.writer->write([&](Connection& c) {
    check_refers(c, run);
    const flow::RunId made = insert_run(c, run, found, core_.now());
    insert_listed(c, made, found.ids);
    for (const auto& key : run.replays)
      if (!mark_dead(c, key, DeadState::replayed, made, core_.now()))
        throw Error(ErrorKind::conflict, "DEAD_DEALT_WITH", "a dead letter",
                    "was dealt with meanwhile", "`stepgate dead list` shows what is left");
    return made;
  });
  return get(id);
}

}  // namespace stepgate::store
