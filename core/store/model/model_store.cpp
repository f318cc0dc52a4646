#include "store/model/model_store.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "store/op_checks.hpp"

namespace stepgate::store {
namespace {

using flow::ChunkRow;

std::string text_of(const ModelStore::Value& value) {
  switch (value.kind) {
    case flow::Cell::Kind::integer:
      return std::to_string(value.integer);
    case flow::Cell::Kind::real:
      return format_double(value.real);
    default:
      return value.text;
  }
}

void cut(std::vector<ChunkRow>& rows, std::size_t limit) {
  if (rows.size() > limit) rows.resize(limit);
}

}  // namespace

ModelStore::ModelStore() {
  for (const flow::Field& field : flow::standard_fields()) add_field(field);
}

void ModelStore::add_field(const flow::Field& field) { fields_[field.id] = field; }

void ModelStore::put_person(flow::PersonId id, std::map<flow::FieldId, Value> values,
                            flow::Ms now) {
  people_[id] = {now, now, std::move(values)};
}

void ModelStore::remove_person(flow::PersonId id) { people_.erase(id); }

flow::RunId ModelStore::create_run(const NewRun& wanted, flow::Ms now) {
  Run run;
  run.audience = wanted.audience;
  run.last = people_.empty() ? 0 : people_.rbegin()->first;
  if (run.audience.kind == Audience::Kind::ids) {
    std::set<flow::PersonId> ids(run.audience.ids.begin(), run.audience.ids.end());
    std::erase_if(ids, [&](flow::PersonId id) { return !people_.contains(id); });
    run.audience.ids.assign(ids.begin(), ids.end());
  }
  std::set<flow::Bucket> buckets;
  for (const auto& [id, person] : people_) {
    if (in_audience(run, id)) buckets.insert(flow::bucket_of(id));
  }
  if (buckets.empty()) return 0;
  const flow::RunId id = runs_.empty() ? 1 : runs_.rbegin()->first + 1;
  run.row.run = id;
  run.row.campaign = wanted.campaign;
  run.row.service = wanted.service;
  run.row.parameters = wanted.parameters;
  run.row.context = wanted.context;
  run.row.chunk_people = wanted.chunk_people;
  run.row.started_at = now;
  runs_[id] = std::move(run);
  steps_[{id, 1}] = {};
  for (const flow::Bucket bucket : buckets) {
    const flow::PersonId after = std::max<flow::PersonId>(flow::bucket_first(bucket) - 1, 0);
    cursors_[{id, bucket}] = {id, bucket, after, false};
  }
  return id;
}

std::map<flow::ChunkKey, std::vector<flow::PersonId>> ModelStore::closed_members() const {
  std::map<flow::ChunkKey, std::vector<flow::PersonId>> all;
  for (const auto& [key, chunk] : chunks_) {
    if (chunk.changed + chunk.unchanged + chunk.failed > 0) all[key] = chunk.members;
  }
  return all;
}

std::optional<ChunkRow> ModelStore::find_chunk(const flow::ChunkKey& key) {
  const auto it = chunks_.find(key);
  return it == chunks_.end() ? std::nullopt : std::optional(it->second.row);
}

std::vector<flow::PersonId> ModelStore::members(const flow::ChunkKey& key) {
  const auto it = chunks_.find(key);
  return it == chunks_.end() ? std::vector<flow::PersonId>() : it->second.members;
}

template <class Pick>
std::vector<ChunkRow> ModelStore::pick(Pick&& wanted) const {
  std::vector<ChunkRow> rows;
  for (const auto& [key, chunk] : chunks_) {
    if (flow::is_open(chunk.row.state) && wanted(chunk.row)) rows.push_back(chunk.row);
  }
  return rows;
}

std::vector<ChunkRow> ModelStore::due(flow::Ms now, std::size_t limit) {
  auto rows = pick([&](const ChunkRow& r) { return is_in_flight(r.state) && r.due_at <= now; });
  std::stable_sort(rows.begin(), rows.end(),
                   [](const ChunkRow& a, const ChunkRow& b) { return a.due_at < b.due_at; });
  cut(rows, limit);
  return rows;
}

std::vector<ChunkRow> ModelStore::claimable(flow::ServiceId service, flow::Ms now,
                                            std::size_t limit) {
  auto rows = pick([&](const ChunkRow& r) {
    return !is_in_flight(r.state) && r.service == service && r.due_at <= now &&
           runs_.at(r.run).row.state == flow::RunState::running;
  });
  std::stable_sort(rows.begin(), rows.end(), [](const ChunkRow& a, const ChunkRow& b) {
    return std::tie(a.run, a.chunk, a.bucket) < std::tie(b.run, b.chunk, b.bucket);
  });
  cut(rows, limit);
  return rows;
}

std::vector<ChunkRow> ModelStore::orphans(flow::NodeEpoch epoch, std::size_t limit) {
  auto rows =
      pick([&](const ChunkRow& r) { return r.state == flow::State::sending && r.owner != epoch; });
  cut(rows, limit);
  return rows;
}

std::vector<ChunkRow> ModelStore::open_chunks(flow::RunId run, std::size_t limit) {
  auto rows = pick([&](const ChunkRow& r) { return r.run == run; });
  std::stable_sort(rows.begin(), rows.end(),
                   [](const ChunkRow& a, const ChunkRow& b) { return a.seq < b.seq; });
  cut(rows, limit);
  return rows;
}

std::int64_t ModelStore::open_chunk_count(flow::ServiceId service) {
  return static_cast<std::int64_t>(pick([&](const ChunkRow& r) {
                                     return r.service == service && is_in_flight(r.state);
                                   }).size());
}

std::vector<flow::RunRow> ModelStore::open_runs() {
  std::vector<flow::RunRow> rows;
  for (const auto& [id, run] : runs_) {
    if (run.row.state <= flow::RunState::aborting) rows.push_back(run.row);
  }
  return rows;
}

std::optional<flow::RunRow> ModelStore::find_run(flow::RunId run) {
  const auto it = runs_.find(run);
  return it == runs_.end() ? std::nullopt : std::optional(it->second.row);
}

std::vector<flow::Cursor> ModelStore::cursors(flow::RunId run) {
  std::vector<flow::Cursor> open;
  for (const auto& [key, cursor] : cursors_) {
    if (key.first == run && !cursor.done) open.push_back(cursor);
  }
  return open;
}

std::optional<flow::StepCounts> ModelStore::counts(flow::RunId run, std::int32_t step) {
  const auto it = steps_.find({run, step});
  return it == steps_.end() ? std::nullopt : std::optional(it->second);
}

std::string ModelStore::dump() {
  Snapshot s;
  s.last_time = last_time_;
  for (const auto& [id, run] : runs_) s.runs.push_back({run.row, run.ended_at});
  for (const auto& [key, cursor] : cursors_) s.cursors.push_back(cursor);
  for (const auto& [key, counts] : steps_) s.steps.push_back({key.first, key.second, counts});
  for (const auto& [key, f] : failures_) {
    s.failures.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), f.n, f.message});
  }
  for (const auto& [key, chunk] : chunks_) s.chunks.push_back(chunk);
  for (const auto& [key, c] : statistics_) {
    s.statistics.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), std::get<3>(key),
                            c.n, c.last_at, c.message});
  }
  s.log = log_;
  for (const auto& [key, late] : late_) s.late.push_back(late);
  s.traces = traces_;
  for (const auto& [id, person] : people_) {
    Snapshot::Person& p = s.people.emplace_back();
    p.id = id;
    p.updated_at = person.updated_at;
    for (const auto& [field, value] : person.values) p.values.emplace_back(field, text_of(value));
  }
  return to_text(s);
}

}  // namespace stepgate::store
