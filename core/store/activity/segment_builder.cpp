#include "store/activity/segment_builder.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "store/activity/id_list.hpp"

namespace stepgate::store::activity {
namespace {

using flow::Cell;

struct Entry {
  flow::PersonId id;
  std::uint32_t at;  ///< position before sorting: keeps the order of what happened
};

/// "14", without a string on the heap.
class Key {
 public:
  explicit Key(flow::FieldId field) noexcept
      : end_(std::to_chars(text_, text_ + sizeof text_, field).ptr) {}
  operator std::string_view() const noexcept {
    return {text_, static_cast<std::size_t>(end_ - text_)};
  }

 private:
  char text_[12];
  const char* end_;
};

template <class T>
std::optional<T> narrow(std::optional<std::int64_t> v) {
  return v ? std::optional<T>(static_cast<T>(*v)) : std::nullopt;
}

}  // namespace

Segment finish_segment(Table& table, BodyEncoder& encoder, std::int32_t level) {
  Segment segment;
  segment.level = level;
  segment.run = table.take_same(ColumnKind::run);
  segment.service = table.take_same(ColumnKind::service);
  segment.step = narrow<std::int32_t>(table.take_same(ColumnKind::step));
  segment.chunk = table.take_same(ColumnKind::chunk);
  const auto [since, at] = table.range(ColumnKind::at);
  segment.since = since;
  segment.at = at;
  if (since == at) table.take_same(ColumnKind::at);
  segment.first_id = table.ids.front();
  segment.last_id = table.ids.back();
  segment.bucket = flow::bucket_of(segment.first_id);
  segment.n = static_cast<std::int64_t>(table.ids.size());
  segment.ids = encode_id_list(table.ids);
  segment.body = encoder.encode(table);
  return segment;
}

Segment SegmentBuilder::build(std::span<const Slice> slices, std::int32_t level) {
  table_.clear();
  one_ = slices.size() == 1;
  order(slices);
  const std::uint32_t* to = order_.data();
  for (const Slice& slice : slices) {
    add(slice, to);
    to += slice.rows.size();
  }
  return finish_segment(table_, encoder_, level);
}

void SegmentBuilder::order(std::span<const Slice> slices) {
  std::size_t n = 0;
  for (const Slice& slice : slices) n += slice.rows.size();
  std::vector<Entry> entries;
  entries.reserve(n);
  for (const Slice& slice : slices) {
    for (const std::uint32_t row : slice.rows) {
      entries.push_back({slice.chunk->ids[row], static_cast<std::uint32_t>(entries.size())});
    }
  }
  if (!one_) {
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
      return a.id != b.id ? a.id < b.id : a.at < b.at;
    });
  }
  order_.resize(n);
  table_.ids.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    order_[entries[i].at] = static_cast<std::uint32_t>(i);
    table_.ids[i] = entries[i].id;
  }
}

void SegmentBuilder::add(const Slice& slice, const std::uint32_t* to) {
  add_results(slice, to);
  add_changes(slice, to);
  add_chunk(slice, to);
}

void SegmentBuilder::add_results(const Slice& slice, const std::uint32_t* to) {
  const flow::ChunkResults* results = slice.chunk->results;
  if (results == nullptr) return;
  Column& outcome = table_.column(ColumnKind::outcome);
  for (std::size_t k = 0; k < slice.rows.size(); ++k) {
    outcome.values[to[k]] = Value::of(std::int64_t{slice.chunk->changes->outcome[slice.rows[k]]});
  }
  place(slice, to, ColumnKind::code, {}, results->codes, results->arena);
  place(slice, to, ColumnKind::reason, {}, results->reasons, results->arena);
  for (const flow::AttributeColumn& column : results->attributes) {
    place(slice, to, ColumnKind::attribute, column.name, column.cells, results->arena);
  }
}

void SegmentBuilder::add_changes(const Slice& slice, const std::uint32_t* to) {
  const Changes& changes = *slice.chunk->changes;
  for (const FieldChange& change : changes.fields) {
    const Key key(change.field);
    place(slice, to, ColumnKind::old_value, key, change.before, changes.arena);
    place(slice, to, ColumnKind::new_value, key, change.after, changes.arena);
  }
}

void SegmentBuilder::add_chunk(const Slice& slice, const std::uint32_t* to) {
  const ChunkActivities& chunk = *slice.chunk;
  same(slice, to, ColumnKind::run, {}, Value::of(chunk.run));
  same(slice, to, ColumnKind::service, {}, Value::of(chunk.service));
  same(slice, to, ColumnKind::step, {}, Value::of(std::int64_t{chunk.step}));
  same(slice, to, ColumnKind::chunk, {}, Value::of(chunk.chunk));
  same(slice, to, ColumnKind::at, {}, Value::of(chunk.at));
  same(slice, to, ColumnKind::source, {}, Value::of(chunk.source));
  same(slice, to, ColumnKind::change_reason, {}, Value::of(chunk.reason));
  same(slice, to, ColumnKind::primary, {}, Value::of(chunk.primary_attribute));
  if (chunk.parameters.empty()) return;
  for (const auto& [name, json] : parameters(chunk.parameters)) {
    same(slice, to, ColumnKind::parameter, name,
         one_ ? Value::of(json) : Value::of(table_.keep(json)));
  }
}

void SegmentBuilder::same(const Slice& slice, const std::uint32_t* to, ColumnKind kind,
                          std::string_view key, Value value) {
  if (value.kind == Value::Kind::text && value.size == 0) return;
  if (one_) return table_.constant(kind, key, value);
  Column& column = table_.column(kind, key);
  for (std::size_t k = 0; k < slice.rows.size(); ++k) column.values[to[k]] = value;
}

Value SegmentBuilder::value_of(const Cell& cell, const std::string& arena) {
  switch (cell.kind) {
    case Cell::Kind::integer:
    case Cell::Kind::add:
      return Value::of(cell.integer);
    case Cell::Kind::real:
      return Value::of(table_.keep(format_double(cell.real)));
    case Cell::Kind::text:
      return Value::of(std::string_view(arena).substr(cell.offset, cell.size));
    default:
      return {};
  }
}

void SegmentBuilder::place(const Slice& slice, const std::uint32_t* to, ColumnKind kind,
                           std::string_view key, const std::vector<Cell>& cells,
                           const std::string& arena) {
  Column& column = table_.column(kind, key);
  for (std::size_t k = 0; k < slice.rows.size(); ++k) {
    column.values[to[k]] = value_of(cells[slice.rows[k]], arena);
  }
}

const Parameters& SegmentBuilder::parameters(std::string_view json) {
  if (json != parameters_json_) {
    parameters_ = split_parameters(json);
    parameters_json_ = json;
  }
  return parameters_;
}

}  // namespace stepgate::store::activity
