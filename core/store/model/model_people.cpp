// People and reads of ModelStore.
#include <algorithm>
#include <cmath>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "flow/coerce.hpp"
#include "store/columns.hpp"
#include "store/model/model_store.hpp"
#include "store/new_value.hpp"
#include "store/op_checks.hpp"
#include "store/poisoned.hpp"

namespace stepgate::store {
namespace {

using flow::Cell;
using flow::PersonId;
using flow::RawValue;
using Value = ModelStore::Value;

struct Old {
  const Value* value;
  std::int64_t integer() const noexcept {
    return value != nullptr && value->kind == Cell::Kind::integer ? value->integer : 0;
  }
};

RawValue raw_of(const flow::Field& field, const Value& value) {
  RawValue raw;
  if (value.kind == Cell::Kind::text) {
    raw.kind = RawValue::Kind::string;
    raw.text = value.text;
  } else if (value.kind == Cell::Kind::real) {
    raw.kind = RawValue::Kind::real;
    raw.real = value.real;
  } else {
    raw.kind =
        field.type == flow::DataType::boolean ? RawValue::Kind::boolean : RawValue::Kind::integer;
    raw.integer = value.integer;
  }
  return raw;
}

}  // namespace

void ModelStore::check_fields(const flow::ChunkResults& r) const {
  const std::size_t n = r.ids.size();
  bool good = r.failed.size() == n && r.codes.size() == n && r.reasons.size() == n;
  for (const auto& column : r.attributes) good = good && column.cells.size() == n;
  std::set<flow::FieldId> seen;
  for (const flow::FieldColumn& column : r.fields) {
    const auto field = fields_.find(column.field);
    good = good && column.cells.size() == n && field != fields_.end() && !field->second.read_only &&
           seen.insert(column.field).second;
  }
  if (!good) throw Poisoned("the results do not fit");
}

flow::OpResult ModelStore::apply(const flow::ChunkResults& results) {
  flow::OpResult result;
  result.applied = flow::Applied::applied;
  bounded_scores_ = 0;
  for (std::size_t i = 0; i < results.ids.size(); ++i) {
    const bool changed = apply_one(results, i, result.field_writes);
    ++(results.failed[i] != 0 ? result.failed : changed ? result.changed : result.unchanged);
  }
  return result;
}

bool ModelStore::apply_one(const flow::ChunkResults& results, std::size_t index,
                           std::int64_t& writes) {
  const auto it = people_.find(results.ids[index]);
  if (it == people_.end()) return false;
  Person& person = it->second;
  bool any = false;
  for (const flow::FieldColumn& column : results.fields) {
    const Cell& cell = column.cells[index];
    if (cell.kind == Cell::Kind::keep) continue;
    const auto old = person.values.find(column.field);
    const Value* before = old == person.values.end() ? nullptr : &old->second;
    const auto wanted = resolve(cell, results.text(cell), Old{before});
    if (wanted.bounded) ++bounded_scores_;
    const auto after = store_value(column.field, wanted);
    if (after ? before != nullptr && *before == *after : before == nullptr) continue;
    changes_.push_back({it->first, column.field,
                        before != nullptr ? std::optional(*before) : std::nullopt, after});
    if (after) {
      person.values[column.field] = *after;
    } else {
      person.values.erase(column.field);
    }
    ++writes;
    any = true;
  }
  if (any) person.updated_at = now_;
  return any;
}

std::optional<Value> ModelStore::value(PersonId id, flow::FieldId field) const {
  const auto person = people_.find(id);
  if (person == people_.end()) return std::nullopt;
  const auto found = person->second.values.find(field);
  return found == person->second.values.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Value> ModelStore::store_value(flow::FieldId field, const NewValue& value) const {
  switch (value.kind) {
    case Cell::Kind::integer:
      if (fields_.at(field).type == flow::DataType::float_) {
        return Value{Cell::Kind::real, 0, static_cast<double>(value.integer), {}};
      }
      return Value{Cell::Kind::integer, value.integer, 0, {}};
    case Cell::Kind::real:
      return Value{Cell::Kind::real, 0, value.real, {}};
    case Cell::Kind::text:
      return Value{Cell::Kind::text, 0, 0, std::string(value.text)};
    default:
      return std::nullopt;
  }
}

bool ModelStore::in_audience(const Run& run, PersonId id) const {
  const auto person = people_.find(id);
  switch (run.audience.kind) {
    case Audience::Kind::ids:
      return std::binary_search(run.audience.ids.begin(), run.audience.ids.end(), id);
    case Audience::Kind::everyone:
      return person != people_.end();
    case Audience::Kind::where:
      break;
  }
  if (person == people_.end()) return false;
  const auto value = person->second.values.find(run.audience.field);
  if (run.audience.value.empty()) return value == person->second.values.end();
  if (value == person->second.values.end()) return false;
  const flow::Field& field = fields_.at(run.audience.field);
  if (flow::is_text_like(field.type)) return value->second.text == run.audience.value;
  RawValue wanted;
  wanted.kind = RawValue::Kind::string;
  wanted.text = run.audience.value;
  std::string scratch;
  const flow::Coerced read = flow::coerce(field.type, wanted, scratch);
  const auto is = store_value(run.audience.field, resolve(read.cell, read.text, Old{nullptr}));
  return is && *is == value->second;
}

std::vector<PersonId> ModelStore::next_people(flow::RunId run, flow::Bucket bucket, PersonId after,
                                              std::size_t limit) {
  const auto it = runs_.find(run);
  std::vector<PersonId> found;
  if (it == runs_.end()) return found;
  const PersonId last = flow::bucket_first(bucket + 1) - 1;
  if (it->second.audience.kind == Audience::Kind::ids) {  // also those who are gone meanwhile
    for (const PersonId id : it->second.audience.ids) {
      if (id > after && flow::bucket_of(id) == bucket && found.size() < limit) found.push_back(id);
    }
    return found;
  }
  const PersonId from = std::max(after, flow::bucket_first(bucket) - 1);
  for (auto p = people_.upper_bound(from); p != people_.end() && found.size() < limit; ++p) {
    if (p->first > std::min(last, it->second.last)) break;
    if (in_audience(it->second, p->first)) found.push_back(p->first);
  }
  return found;
}

void ModelStore::read_people(std::span<const PersonId> ids, std::span<const flow::FieldId> fields,
                             flow::PeopleSink& sink) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto person = people_.find(ids[i]);
    std::vector<RawValue> values(fields.size());
    std::vector<std::string> times(fields.size());
    for (std::size_t k = 0; k < fields.size(); ++k) {
      values[k].kind = RawValue::Kind::null;
      if (person == people_.end()) continue;
      const flow::Field& field = fields_.at(fields[k]);
      if (field.read_only) {
        times[k] = format_datetime(field.name == "createdAt" ? person->second.created_at
                                                             : person->second.updated_at);
        values[k].kind = RawValue::Kind::string;
        values[k].text = times[k];
      } else if (const auto v = person->second.values.find(fields[k]);
                 v != person->second.values.end()) {
        values[k] = raw_of(field, v->second);
      }
    }
    sink.person(i, ids[i], person != people_.end(), values);
  }
}

}  // namespace stepgate::store
