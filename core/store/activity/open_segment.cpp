#include "store/activity/open_segment.hpp"

#include <algorithm>
#include <limits>

#include "base/text.hpp"
#include "store/activity/bytes.hpp"

namespace stepgate::store::activity {

std::unique_ptr<OpenSegment> OpenSegment::open(const SegmentRow& row, Blobs& blobs,
                                               const Filter& filter) {
  const std::string_view stored = blobs.ids(row.id);
  if (filter.person != 0 && find_in_id_list(stored, filter.person).empty()) return nullptr;
  std::vector<flow::PersonId> ids = decode_id_list(stored);
  if (static_cast<std::int64_t>(ids.size()) != row.n) throw Damaged("ids and row differ in length");
  EntryRange range{0, ids.size()};
  if (filter.person != 0) range = find_in_id_list(stored, filter.person);
  Body body = Body::open(blobs.body(row.id), ids.size());
  return std::unique_ptr<OpenSegment>(new OpenSegment(row, std::move(ids), range, std::move(body)));
}

OpenSegment::OpenSegment(const SegmentRow& row, std::vector<flow::PersonId> ids, EntryRange range,
                         Body body)
    : row_(row), ids_(std::move(ids)), range_(range), body_(std::move(body)) {
  if (row_.since != row_.at) at_ = body_.column(ColumnKind::at);
  if (!row_.chunk) chunk_ = body_.column(ColumnKind::chunk);
}

flow::Ms OpenSegment::at(std::size_t entry) const noexcept {
  return row_.since == row_.at ? row_.at : at_.at(entry).number(row_.at);
}

flow::ChunkId OpenSegment::chunk(std::size_t entry) const noexcept {
  return row_.chunk ? *row_.chunk : chunk_.at(entry).number();
}

std::int64_t OpenSegment::number(ColumnKind kind, std::size_t entry) const {
  const auto& of_row = kind == ColumnKind::service ? row_.service
                       : kind == ColumnKind::run   ? row_.run
                                                   : row_.step;
  return of_row ? *of_row : body_.column(kind).at(entry).number();
}

void OpenSegment::keep_time(const Filter& filter, std::vector<std::uint8_t>& alive) const {
  const flow::Ms from = filter.from;
  const flow::Ms to = filter.to != 0 ? filter.to : std::numeric_limits<flow::Ms>::max();
  if ((from == 0 || row_.since >= from) && row_.at < to) return;
  for (std::size_t i = range_.begin; i < range_.end; ++i) {
    const flow::Ms when = at(i);
    if ((from != 0 && when < from) || when >= to) alive[i] = 0;
  }
}

void OpenSegment::keep_number(ColumnKind kind, const std::optional<std::int64_t>& of_row,
                              std::int64_t wanted, std::vector<std::uint8_t>& alive) const {
  if (wanted == 0) return;
  if (of_row) {
    if (*of_row != wanted) alive.assign(alive.size(), 0);
    return;
  }
  body_.column(kind).keep_if(alive, [&](const Value& v) { return v.number() == wanted; });
}

void OpenSegment::keep_answer(const Filter& f, std::vector<std::uint8_t>& alive) const {
  if (!f.asks_answer()) return;
  body_.column(ColumnKind::outcome).keep_if(alive, [&](const Value& v) {
    return !v.is_null() && (!f.outcome || v.number() == static_cast<std::int64_t>(*f.outcome));
  });
  if (!f.code.empty()) {
    body_.column(ColumnKind::code).keep_if(alive, [&](const Value& v) {
      return v.text() == f.code;
    });
  }
  if (!f.attribute.empty()) {
    body_.column(ColumnKind::attribute, f.attribute).keep_if(alive, [&](const Value& v) {
      return is_text(v, f.attribute_value, false);
    });
  }
  if (!f.parameter.empty()) {
    body_.column(ColumnKind::parameter, f.parameter).keep_if(alive, [&](const Value& v) {
      return parameter_text(v.text()) == f.parameter_value;
    });
  }
}

void OpenSegment::keep_change(const Filter& f, FieldNames& names,
                              std::vector<std::uint8_t>& alive) {
  if (f.field == 0) return;
  const std::string key = std::to_string(f.field);
  const bool boolean = names.of(f.field).boolean;
  const ColumnReader before = body_.column(ColumnKind::old_value, key);
  const ColumnReader after = body_.column(ColumnKind::new_value, key);
  if (f.new_value) {
    after.keep_if(alive, [&](const Value& v) { return is_text(v, *f.new_value, boolean); });
  }
  if (f.old_value) {
    before.keep_if(alive, [&](const Value& v) { return is_text(v, *f.old_value, boolean); });
  }
  for (std::size_t i = range_.begin; i < range_.end; ++i) {
    if (alive[i] != 0 && before.at(i).is_null() && after.at(i).is_null()) alive[i] = 0;
  }
}

std::vector<std::uint8_t> OpenSegment::entries(const Filter& filter, FieldNames& names) {
  std::vector<std::uint8_t> alive(size(), 0);
  std::fill(alive.begin() + static_cast<std::ptrdiff_t>(range_.begin),
            alive.begin() + static_cast<std::ptrdiff_t>(range_.end), std::uint8_t{1});
  keep_number(ColumnKind::service, row_.service, filter.service, alive);
  keep_number(ColumnKind::run, row_.run, filter.run, alive);
  keep_time(filter, alive);
  keep_answer(filter, alive);
  keep_change(filter, names, alive);
  return alive;
}

bool OpenSegment::wants(const Filter& f, FieldNames& names, const Field& field,
                        std::size_t i) const {
  if (!field.changed(i)) return false;
  if (f.field != 0 && f.field != field.id) return false;
  if (!f.old_value && !f.new_value) return true;
  const bool boolean = names.of(field.id).boolean;
  return (!f.old_value || is_text(field.before.at(i), *f.old_value, boolean)) &&
         (!f.new_value || is_text(field.after.at(i), *f.new_value, boolean));
}

void OpenSegment::add_hits(const Filter& f, FieldNames& names, std::size_t i, std::uint32_t ordinal,
                           std::vector<Hit>& out) {
  Hit hit{{at(i), chunk(i), person(i), ordinal}, static_cast<std::uint32_t>(i), 0};
  const bool services = !f.asks_change() && f.type != ActivityType::data_value_change;
  const bool changes = (f.asks_change() || !f.asks_answer()) && f.type != ActivityType::service;
  if (services && !outcome().at(i).is_null()) {
    out.push_back(hit);
    ++hit.key.ordinal;
  }
  if (!changes) return;
  for (std::size_t k = 0; k < fields().size(); ++k) {
    if (!wants(f, names, fields()[k], i)) continue;
    hit.part = static_cast<std::uint32_t>(k + 1);
    out.push_back(hit);
    ++hit.key.ordinal;
  }
}

std::vector<Hit> OpenSegment::hits(const Filter& filter, FieldNames& names, const Position* before,
                                   const Position* last) {
  std::vector<std::uint8_t> alive = entries(filter, names);
  if (last != nullptr && row_.since < last->at) {
    for (std::size_t i = range_.begin; i < range_.end; ++i) {
      if (at(i) < last->at) alive[i] = 0;
    }
  }
  std::vector<Hit> found;
  for (std::size_t end = range_.end; end > range_.begin;) {
    // The entries of one person: what happened last has the lowest ordinals.
    std::size_t begin = end - 1;
    while (begin > range_.begin && ids_[begin - 1] == ids_[end - 1]) --begin;
    const std::size_t start = found.size();
    for (std::size_t i = end; i > begin; --i) {
      if (alive[i - 1] == 0) continue;
      std::uint32_t ordinal = 0;
      for (std::size_t h = start; h < found.size(); ++h) {
        if (found[h].key.at == at(i - 1) && found[h].key.chunk == chunk(i - 1)) ++ordinal;
      }
      add_hits(filter, names, i - 1, ordinal, found);
    }
    end = begin;
  }
  if (before != nullptr) {
    std::erase_if(found, [&](const Hit& hit) { return !hit.key.behind(*before); });
  }
  std::sort(found.begin(), found.end(),
            [](const Hit& a, const Hit& b) { return b.key.behind(a.key); });
  return found;
}

}  // namespace stepgate::store::activity
