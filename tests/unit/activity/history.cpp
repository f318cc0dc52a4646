#include "history.hpp"

#include <algorithm>
#include <map>
#include <ostream>

#include "base/text.hpp"
#include "store/schema/migrations.hpp"

namespace stepgate::store::activity::testing {

using flow::Cell;

const ChunkActivities& Chunk::borrow() {
  activities.source = source;
  activities.reason = reason;
  activities.parameters = parameters;
  activities.primary_attribute = primary;
  activities.ids = ids;
  activities.results = activities.service != 0 ? &results : nullptr;
  activities.changes = &changes;
  return activities;
}

void Chunk::set_text(Cell& cell, std::string_view text, std::string& arena) {
  cell.kind = Cell::Kind::text;
  cell.size = static_cast<std::uint32_t>(text.size());
  cell.offset = arena.size();
  arena += text;
}

FieldChange& Chunk::field(flow::FieldId id) {
  FieldChange& field = changes.fields.emplace_back();
  field.field = id;
  field.before.resize(ids.size());
  field.after.resize(ids.size());
  return field;
}

namespace {

const flow::Field& standard(flow::FieldId id) {
  return flow::standard_fields()[static_cast<std::size_t>(id - 1)];
}

std::optional<std::string> text_of_cell(const Cell& cell, const std::string& arena,
                                        flow::DataType type) {
  switch (cell.kind) {
    case Cell::Kind::integer:
      if (type == flow::DataType::boolean) return cell.integer != 0 ? "true" : "false";
      return std::to_string(cell.integer);
    case Cell::Kind::real:
      return format_double(cell.real);
    case Cell::Kind::text:
      return arena.substr(cell.offset, cell.size);
    default:
      return std::nullopt;
  }
}

/// The value of "name":"value" in the one-line objects that these tests make.
std::string value_in(const std::string& json, const std::string& name) {
  const std::size_t at = json.find("\"" + name + "\":");
  if (name.empty() || at == std::string::npos) return "";
  std::size_t begin = at + name.size() + 3;
  if (json[begin] != '"') return json.substr(begin, json.find_first_of(",}", begin) - begin);
  ++begin;
  return json.substr(begin, json.find('"', begin) - begin);
}

Activity common(const Chunk& chunk, std::size_t row) {
  Activity a;
  a.at = chunk.activities.at;
  a.person = chunk.ids[row];
  a.service = chunk.activities.service;
  a.run = chunk.activities.run;
  a.step = chunk.activities.step;
  a.chunk = chunk.activities.chunk;
  a.source = chunk.source;
  return a;
}

}  // namespace

void Chunk::add_changes(std::vector<Activity>& out, std::size_t row) const {
  std::map<flow::FieldId, const FieldChange*> sorted;
  for (const FieldChange& field : changes.fields) sorted[field.field] = &field;
  for (const auto& [id, field] : sorted) {
    if (field->after[row].kind == Cell::Kind::keep) continue;
    Activity a = common(*this, row);
    a.type = ActivityType::data_value_change;
    a.reason = reason;
    a.field = id;
    a.field_name = standard(id).name;
    a.old_value = text_of_cell(field->before[row], changes.arena, standard(id).type);
    a.new_value = text_of_cell(field->after[row], changes.arena, standard(id).type);
    out.push_back(std::move(a));
  }
}

Activity Chunk::service_activity(std::size_t row) const {
  Activity a = common(*this, row);
  a.type = ActivityType::service;
  a.outcome = static_cast<Outcome>(changes.outcome[row]);
  a.success = a.outcome != Outcome::failed;
  a.code = results.text(results.codes[row]);
  a.reason = results.text(results.reasons[row]);
  for (const flow::AttributeColumn& column : results.attributes) {
    if (column.cells[row].kind == Cell::Kind::keep) continue;
    a.attributes.emplace_back(column.name, results.text(column.cells[row]));
  }
  std::sort(a.attributes.begin(), a.attributes.end());
  a.parameters = parameters;
  a.primary_attribute = primary;
  a.primary_value = value_in(parameters, primary);
  return a;
}

std::unique_ptr<Chunk> plain_chunk(std::vector<flow::PersonId> ids) {
  auto chunk = std::make_unique<Chunk>();
  const std::size_t n = ids.size();
  chunk->ids = std::move(ids);
  chunk->activities.service = 1;
  chunk->activities.run = 1;
  chunk->activities.step = 1;
  chunk->activities.chunk = 1000;
  chunk->activities.at = 1'790'000'000'000;
  chunk->source = "Sample (1)";
  chunk->reason = "Smart Campaign: 1, Step Seq ID: 1";
  chunk->results.ids = chunk->ids;
  chunk->results.failed.resize(n);
  chunk->results.codes.resize(n);
  chunk->results.reasons.resize(n);
  chunk->changes.outcome.assign(n, static_cast<std::uint8_t>(Outcome::unchanged));
  return chunk;
}

History::History() : file_(folder_.file()) { open(); }
History::History(const std::string& file) : file_(file) { open(); }

void History::open() {
  sql::ConnectionOptions options;
  options.synchronous = "NORMAL";
  writer_ = std::make_unique<sql::Writer>(file_, options);
  migrate(writer_->connection(), file_, 1);
  activities_ = std::make_unique<ActivityWriter>(writer_->connection());
  options.query_only = true;
  readers_ = std::make_unique<sql::Readers>(file_, options, 2);
  reading_ = std::make_unique<sql::Connection>(file_, options);
  reader_ = std::make_unique<Reader>(reading_->handle());
}

void History::write(std::unique_ptr<Chunk> one) {
  std::vector<std::unique_ptr<Chunk>> all;
  all.push_back(std::move(one));
  write(all);
}

void History::write(const std::vector<std::unique_ptr<Chunk>>& together) {
  std::vector<ChunkActivities> all;
  for (const auto& chunk : together) all.push_back(chunk->borrow());
  writer_->write([&](sql::Connection&) { activities_->write(all); });
  for (const auto& chunk : together) {
    const bool import = chunk->activities.service == 0;
    const flow::ChunkId order = import ? ++import_ : chunk->activities.chunk;
    std::map<flow::PersonId, std::uint32_t> ordinals;
    for (std::size_t row = chunk->ids.size(); row-- > 0;) {  // what happened last comes first
      std::vector<Activity> of_row;
      if (!import) of_row.push_back(chunk->service_activity(row));
      chunk->add_changes(of_row, row);
      for (Activity& a : of_row) {
        const Position key{a.at, order, a.person, ordinals[a.person]++};
        placed_.push_back({key, std::move(a)});
      }
    }
  }
}

std::int64_t History::compact(const CompactionLimits& limits) {
  Compactor compactor(*writer_, *readers_, limits);
  std::int64_t entries = 0;
  while (true) {
    const Compacted done = compactor.step();
    EXPECT_TRUE(done.damages.empty());
    if (!done.did_something()) return entries;
    entries += done.entries;
  }
}

std::int64_t History::number(const std::string& query) {
  return reading_->query(query)[0][0].integer();
}

std::vector<Activity> History::expected(const Filter& f) const {
  std::vector<const Placed*> good;
  for (const Placed& p : placed_) {
    const Activity& a = p.activity;
    if (f.person != 0 && a.person != f.person) continue;
    if (f.service != 0 && a.service != f.service) continue;
    if (f.run != 0 && a.run != f.run) continue;
    if (f.from != 0 && a.at < f.from) continue;
    if (f.to != 0 && a.at >= f.to) continue;
    if (f.type && a.type != *f.type) continue;
    if (f.asks_change() && a.type != ActivityType::data_value_change) continue;
    if (f.field != 0 && a.field != f.field) continue;
    if (f.new_value && a.new_value.value_or("") != *f.new_value) continue;
    if (f.old_value && a.old_value.value_or("") != *f.old_value) continue;
    if (f.asks_answer() && a.type != ActivityType::service) continue;
    if (f.outcome && a.outcome != *f.outcome) continue;
    if (!f.code.empty() && a.code != f.code) continue;
    if (!f.attribute.empty()) {
      const bool has = std::any_of(a.attributes.begin(), a.attributes.end(), [&](const auto& at) {
        return at.first == f.attribute && at.second == f.attribute_value;
      });
      if (!has) continue;
    }
    if (!f.parameter.empty() && value_in(a.parameters, f.parameter) != f.parameter_value) continue;
    good.push_back(&p);
  }
  std::sort(good.begin(), good.end(),
            [](const Placed* a, const Placed* b) { return b->key.behind(a->key); });
  std::vector<Activity> all;
  for (const Placed* p : good) all.push_back(p->activity);
  return all;
}

std::ostream& operator<<(std::ostream& out, const Activity& a) {
  out << "{at " << a.at << " person " << a.person << " " << to_string(a.type) << " service "
      << a.service << " run " << a.run << " step " << a.step << " chunk " << a.chunk << " source "
      << a.source << " reason " << a.reason << " field " << a.field << "/" << a.field_name << " "
      << a.old_value.value_or("-").substr(0, 40) << " -> "
      << a.new_value.value_or("-").substr(0, 40) << " outcome " << to_string(a.outcome) << " code "
      << a.code << " [";
  for (const auto& [name, value] : a.attributes) out << name << "=" << value.substr(0, 20) << " ";
  return out << "] " << a.parameters << " " << a.primary_attribute << "=" << a.primary_value << "}";
}

}  // namespace stepgate::store::activity::testing
