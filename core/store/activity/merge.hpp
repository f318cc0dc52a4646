// Several segments of one bucket become few, sorted by id: entries of one run together where there
// are enough of them.
#pragma once
#include <memory>
#include <span>
#include <vector>

#include "store/activity/body.hpp"
#include "store/activity/candidates.hpp"
#include "store/activity/segment.hpp"

namespace stepgate::store::activity {

/// Entries of a segment made by merging, about.
inline constexpr std::size_t kMergedEntries = 2048;

/// An opened segment on its way into others.
struct Source {
  SegmentRow row;
  std::vector<flow::PersonId> ids;
  Body body;
  /// Throws Damaged; then nothing of it is used.
  static Source open(const SegmentRow& row, std::string_view ids, std::string_view body);

  std::vector<Body::Stored> stored;   ///< the columns, and
  std::vector<ColumnReader> columns;  ///< these decoded
};

struct Merged {
  Segment segment;
  std::vector<flow::PersonId> ids;
};

/// Loses no entry and changes none, but for those of `without`, who is being erased; 0: nobody. The
/// order of what happened to a person is kept.
std::vector<Merged> merge(std::span<const Source> sources, std::int32_t level, BodyEncoder& encoder,
                          flow::PersonId without = 0);

}  // namespace stepgate::store::activity
