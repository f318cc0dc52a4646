#include "store/import_changes.hpp"

#include <algorithm>

#include "store/activity/writer.hpp"

namespace stepgate::store {

void ImportChanges::add(flow::PersonId id, const Changes& change) {
  ids_.push_back(id);
  changes_.outcome.push_back(static_cast<std::uint8_t>(Outcome::changed));
  ++changes_.changed;
  for (const FieldChange& field : change.fields) column(field.field);
  for (FieldChange& field : changes_.fields) {
    field.before.resize(ids_.size());
    field.after.resize(ids_.size());
  }
  for (const FieldChange& field : change.fields) {
    FieldChange& to = column(field.field);
    to.before.back() = copy(change, field.before[0]);
    to.after.back() = copy(change, field.after[0]);
    ++to.changed;
    ++changes_.field_writes;
  }
}

FieldChange& ImportChanges::column(flow::FieldId field) {
  auto& fields = changes_.fields;
  const auto it = std::find_if(fields.begin(), fields.end(),
                               [&](const FieldChange& f) { return f.field == field; });
  if (it != fields.end()) return *it;
  FieldChange& made = fields.emplace_back();
  made.field = field;
  return made;
}

flow::Cell ImportChanges::copy(const Changes& from, const flow::Cell& cell) {
  if (cell.kind != flow::Cell::Kind::text) return cell;
  flow::Cell to = cell;
  to.offset = changes_.arena.size();
  changes_.arena += from.text(cell);
  return to;
}

void ImportChanges::write(activity::ActivityWriter& writer, std::string_view source,
                          flow::Ms at) const {
  if (ids_.empty()) return;
  activity::ChunkActivities all;
  all.at = at;
  all.source = source;
  all.ids = ids_;
  all.changes = &changes_;
  writer.write(all);
}

}  // namespace stepgate::store
