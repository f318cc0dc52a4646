#include "store/activity/writer.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

#include "store/activity/rows.hpp"
#include "store/activity/segment_builder.hpp"
#include "store/sql/connection.hpp"
#include "store/sql/statement.hpp"

namespace stepgate::store::activity {
namespace {

using flow::Bucket;
using flow::PersonId;

/// Bytes of text in a segment, about; kMostPayload is far above.
constexpr std::size_t kMostText = 64 << 20;

std::size_t text_bytes(const ChunkActivities& chunk) {
  return chunk.changes->arena.size() + (chunk.results != nullptr ? chunk.results->arena.size() : 0);
}

/// Who is written at all, ascending by id; the order of what happened to one person stays.
std::vector<std::uint32_t> rows_of(const ChunkActivities& chunk) {
  std::vector<std::uint32_t> rows(chunk.ids.size());
  std::iota(rows.begin(), rows.end(), 0U);
  if (chunk.results != nullptr) return rows;
  std::erase_if(rows, [&](std::uint32_t row) {
    return chunk.changes->outcome[row] != static_cast<std::uint8_t>(Outcome::changed);
  });
  std::stable_sort(rows.begin(), rows.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return chunk.ids[a] < chunk.ids[b]; });
  return rows;
}

/// Of an import: what it did to one person stays together, since its order is kept by position.
bool is_same_person(const ChunkActivities& chunk, const Slice& slice, std::uint32_t row) {
  return chunk.ids[slice.rows.back()] == chunk.ids[row];
}

/// Cut at buckets, and where a segment would become too large.
std::vector<Slice> cut(const ChunkActivities& chunk) {
  std::vector<std::uint32_t> rows = rows_of(chunk);
  std::vector<Slice> slices;
  if (rows.empty()) return slices;
  const std::size_t pieces = text_bytes(chunk) / kMostText + 1;
  const std::size_t most = std::max<std::size_t>(1, std::min(kMostEntries, rows.size() / pieces));
  if (rows.size() <= most &&
      flow::bucket_of(chunk.ids[rows.front()]) == flow::bucket_of(chunk.ids[rows.back()])) {
    slices.push_back({&chunk, std::move(rows)});
    return slices;
  }
  for (const std::uint32_t row : rows) {
    if (slices.empty() ||
        (slices.back().rows.size() >= most && !is_same_person(chunk, slices.back(), row)) ||
        flow::bucket_of(chunk.ids[slices.back().rows.front()]) != flow::bucket_of(chunk.ids[row])) {
      slices.push_back({&chunk, {}});
    }
    slices.back().rows.push_back(row);
  }
  return slices;
}

/// Small slices of one bucket on their way into a shared segment.
struct Group {
  std::vector<Slice> slices;
  std::size_t entries = 0, bytes = 0;
  bool has_room(std::size_t rows, std::size_t more) const noexcept {
    return slices.empty() || (entries + rows <= kMostEntries && bytes + more <= kMostText);
  }
};

}  // namespace

struct ActivityWriter::Impl {
  explicit Impl(sql::Connection& c) : connection(c) {}

  void write(std::span<const Slice> slices, std::int32_t level) {
    const Segment segment = builder.build(slices, level);
    insert_segment(connection, segment, builder.ids());
  }
  void flush(Group& group) {
    if (!group.slices.empty()) write(group.slices, 0);
    group = {};
  }
  void add(const ChunkActivities& chunk, std::map<Bucket, Group>& groups) {
    for (Slice& slice : cut(chunk)) {
      if (slice.rows.size() >= kOwnSegment) {
        write({&slice, 1}, 1);
        continue;
      }
      Group& group = groups[flow::bucket_of(chunk.ids[slice.rows.front()])];
      const std::size_t bytes = text_bytes(chunk), rows = slice.rows.size();
      if (!group.has_room(rows, bytes)) flush(group);
      group.entries += rows;
      group.bytes += bytes;
      group.slices.push_back(std::move(slice));
    }
  }
  std::int64_t next_batch() {
    sql::Statement& select =
        connection.statements().get("SELECT coalesce(max(id), 0) + 1 FROM activity_segment");
    sql::Reset reset(select);
    select.step();
    return select.integer(0);
  }

  sql::Connection& connection;
  SegmentBuilder builder;
};

ActivityWriter::ActivityWriter(sql::Connection& connection)
    : impl_(std::make_unique<Impl>(connection)) {}
ActivityWriter::~ActivityWriter() = default;

void ActivityWriter::write(std::span<const ChunkActivities> closed) {
  std::vector<ChunkActivities> numbered;
  numbered.reserve(closed.size());
  std::map<Bucket, Group> groups;
  for (const ChunkActivities& chunk : closed) {
    ChunkActivities& copy = numbered.emplace_back(chunk);
    // Tells the slices of imports of the same millisecond apart: what happened last comes first.
    if (copy.service == 0) copy.chunk = impl_->next_batch();
    impl_->add(copy, groups);
  }
  for (auto& [bucket, group] : groups) impl_->flush(group);
}

}  // namespace stepgate::store::activity
