#include "store/activity/table.hpp"

#include <algorithm>

namespace stepgate::store::activity {

Column& Table::column(ColumnKind kind, std::string_view key) {
  for (std::size_t tried = 0; tried < columns_.size(); ++tried) {
    if (hint_ >= columns_.size()) hint_ = 0;
    Column& column = columns_[hint_++];
    if (column.kind == kind && column.key == key) return column;
  }
  Column& column = columns_.emplace_back();
  hint_ = columns_.size();
  column.kind = kind;
  column.key = key;
  column.values.resize(ids.size());
  return column;
}

void Table::constant(ColumnKind kind, std::string_view key, Value value) {
  if (value.is_null()) return;
  Column& column = columns_.emplace_back();
  column.kind = kind;
  column.key = key;
  column.constant = true;
  column.all = value;
}

std::optional<std::int64_t> Table::take_same(ColumnKind kind) {
  const auto column = std::find_if(columns_.begin(), columns_.end(),
                                   [&](const Column& c) { return c.kind == kind; });
  if (column == columns_.end()) return std::nullopt;
  const Value first = column->constant ? column->all : column->values.front();
  for (const Value& v : column->values) {
    if (v.kind != first.kind || v.integer != first.integer) return std::nullopt;
  }
  if (first.kind != Value::Kind::integer) return std::nullopt;
  columns_.erase(column);
  return first.integer;
}

std::pair<std::int64_t, std::int64_t> Table::range(ColumnKind kind) const {
  for (const Column& column : columns_) {
    if (column.kind != kind) continue;
    if (column.constant) return {column.all.number(), column.all.number()};
    const auto [low, high] =
        std::minmax_element(column.values.begin(), column.values.end(),
                            [](const Value& a, const Value& b) { return a.number() < b.number(); });
    return {low->number(), high->number()};
  }
  return {0, 0};
}

void Table::clear() {
  ids.clear();
  columns_.clear();
  hint_ = 0;
  texts_.clear();
}

}  // namespace stepgate::store::activity
