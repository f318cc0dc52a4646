// Chunks become one segment: their cells are laid side by side, in the order of ids.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "store/activity/body.hpp"
#include "store/activity/parameters.hpp"
#include "store/activity/segment.hpp"
#include "store/activity/table.hpp"

namespace stepgate::store::activity {

/// Some people of a chunk, of one bucket.
struct Slice {
  const ChunkActivities* chunk = nullptr;
  std::vector<std::uint32_t> rows;  ///< positions in chunk->ids, ascending by id
};

/// A table whose run, service, step, chunk and at are columns, as a segment: what is the same for
/// all goes into the row. Leaves the table without those.
Segment finish_segment(Table& table, BodyEncoder& encoder, std::int32_t level);

/// Keeps its buffers. One thread at a time.
class SegmentBuilder {
 public:
  /// All of one bucket. The ids of the entries are in ids() until the next call.
  Segment build(std::span<const Slice> slices, std::int32_t level);
  std::span<const flow::PersonId> ids() const noexcept { return table_.ids; }

 private:
  void order(std::span<const Slice> slices);
  void add(const Slice& slice, const std::uint32_t* to);
  void add_results(const Slice& slice, const std::uint32_t* to);
  void add_changes(const Slice& slice, const std::uint32_t* to);
  void add_chunk(const Slice& slice, const std::uint32_t* to);
  void same(const Slice& slice, const std::uint32_t* to, ColumnKind kind, std::string_view key,
            Value value);
  Value value_of(const flow::Cell& cell, const std::string& arena);
  void place(const Slice& slice, const std::uint32_t* to, ColumnKind kind, std::string_view key,
             const std::vector<flow::Cell>& cells, const std::string& arena);
  const Parameters& parameters(std::string_view json);

  Table table_;
  BodyEncoder encoder_;
  bool one_ = false;                  ///< one chunk: what is said of it is said once
  std::vector<std::uint32_t> order_;  ///< by slice and row: position in the segment
  std::string parameters_json_;       ///< of parameters_; chunks of one run have the same
  Parameters parameters_;
};

}  // namespace stepgate::store::activity
