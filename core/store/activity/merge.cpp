#include "store/activity/merge.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "store/activity/bytes.hpp"
#include "store/activity/id_list.hpp"
#include "store/activity/segment_builder.hpp"

namespace stepgate::store::activity {
namespace {

struct Ref {
  flow::PersonId id;
  flow::Ms at;
  flow::ChunkId chunk;
  flow::RunId run;
  std::uint32_t source, entry;
};

/// Where an entry of a source goes.
struct Place {
  std::uint32_t entry, to;
};

/// The columns that stand in the row when they are the same for all.
class OfChunk {
 public:
  OfChunk(const Source& source, ColumnKind kind, const std::optional<std::int64_t>& of_row)
      : of_row_(of_row) {
    if (!of_row_) values_ = source.body.column(kind);
  }
  Value at(std::size_t i) const { return of_row_ ? Value::of(*of_row_) : values_.at(i); }

 private:
  std::optional<std::int64_t> of_row_;
  ColumnReader values_;
};

std::optional<std::int64_t> same_time(const SegmentRow& row) {
  return row.since == row.at ? std::optional(row.at) : std::nullopt;
}

std::vector<Ref> all_entries(std::span<const Source> sources, flow::PersonId without) {
  std::vector<Ref> refs;
  for (std::size_t s = 0; s < sources.size(); ++s) {
    const Source& source = sources[s];
    const OfChunk at(source, ColumnKind::at, same_time(source.row));
    const OfChunk chunk(source, ColumnKind::chunk, source.row.chunk);
    const OfChunk run(source, ColumnKind::run, source.row.run);
    for (std::size_t i = 0; i < source.ids.size(); ++i) {
      if (source.ids[i] == without) continue;
      refs.push_back({source.ids[i], at.at(i).number(), chunk.at(i).number(), run.at(i).number(),
                      static_cast<std::uint32_t>(s), static_cast<std::uint32_t>(i)});
    }
  }
  std::sort(refs.begin(), refs.end(), [](const Ref& a, const Ref& b) {
    return std::tie(a.id, a.at, a.chunk, a.source, a.entry) <
           std::tie(b.id, b.at, b.chunk, b.source, b.entry);
  });
  return refs;
}

/// Runs with enough entries apart, everything else together. Order by id is kept.
std::vector<std::vector<Ref>> by_run(const std::vector<Ref>& refs) {
  std::map<flow::RunId, std::size_t> counts;
  for (const Ref& ref : refs) ++counts[ref.run];
  std::map<flow::RunId, std::vector<Ref>> apart;
  std::vector<Ref> together;
  for (const Ref& ref : refs) {
    (counts[ref.run] >= kOwnSegment ? apart[ref.run] : together).push_back(ref);
  }
  std::vector<std::vector<Ref>> groups;
  for (auto& [run, group] : apart) groups.push_back(std::move(group));
  if (!together.empty()) groups.push_back(std::move(together));
  return groups;
}

void place(Table& table, std::span<const Place> places, const Source& source) {
  const auto set = [&](ColumnKind kind, std::string_view key, const auto& values) {
    Column& column = table.column(kind, key);
    for (const Place& place : places) column.values[place.to] = values.at(place.entry);
  };
  set(ColumnKind::run, {}, OfChunk(source, ColumnKind::run, source.row.run));
  set(ColumnKind::service, {}, OfChunk(source, ColumnKind::service, source.row.service));
  set(ColumnKind::step, {}, OfChunk(source, ColumnKind::step, source.row.step));
  set(ColumnKind::chunk, {}, OfChunk(source, ColumnKind::chunk, source.row.chunk));
  set(ColumnKind::at, {}, OfChunk(source, ColumnKind::at, same_time(source.row)));
  for (std::size_t k = 0; k < source.stored.size(); ++k) {
    const Body::Stored& stored = source.stored[k];
    switch (stored.kind) {
      case ColumnKind::run:
      case ColumnKind::service:
      case ColumnKind::step:
      case ColumnKind::chunk:
      case ColumnKind::at:
        break;
      default:
        set(stored.kind, stored.key, source.columns[k]);
    }
  }
}

Merged make(std::span<const Ref> refs, std::span<const Source> sources, std::int32_t level,
            BodyEncoder& encoder) {
  Table table;
  std::vector<std::vector<Place>> places(sources.size());
  for (const Ref& ref : refs) {
    places[ref.source].push_back({ref.entry, static_cast<std::uint32_t>(table.ids.size())});
    table.ids.push_back(ref.id);
  }
  for (std::size_t s = 0; s < sources.size(); ++s) {
    if (!places[s].empty()) place(table, places[s], sources[s]);
  }
  Merged merged;
  merged.segment = finish_segment(table, encoder, level);
  merged.ids = std::move(table.ids);
  return merged;
}

}  // namespace

Source Source::open(const SegmentRow& row, std::string_view ids, std::string_view body) {
  Source source;
  source.row = row;
  source.ids = decode_id_list(ids);
  if (static_cast<std::int64_t>(source.ids.size()) != row.n) {
    throw Damaged("ids and row differ in length");
  }
  source.body = Body::open(body, source.ids.size());
  source.stored = source.body.columns();
  for (const Body::Stored& stored : source.stored) {
    source.columns.push_back(source.body.column(stored));
  }
  return source;
}

std::vector<Merged> merge(std::span<const Source> sources, std::int32_t level, BodyEncoder& encoder,
                          flow::PersonId without) {
  std::vector<Merged> merged;
  for (const std::vector<Ref>& group : by_run(all_entries(sources, without))) {
    const std::size_t pieces = std::max<std::size_t>(1, group.size() / kMergedEntries);
    const std::size_t most = (group.size() + pieces - 1) / pieces;
    for (std::size_t begin = 0; begin < group.size();) {
      std::size_t end = std::min(begin + most, group.size());
      while (end < group.size() && group[end].id == group[end - 1].id) ++end;
      merged.push_back(make(std::span(group).subspan(begin, end - begin), sources, level, encoder));
      begin = end;
    }
  }
  return merged;
}

}  // namespace stepgate::store::activity
