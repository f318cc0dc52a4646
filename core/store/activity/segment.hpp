// What goes into the activity history, and the row it becomes. A segment holds the activities of
// many people of one bucket in columns (docs/performance.md, the layout).
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "flow/results.hpp"
#include "store/changes.hpp"

namespace stepgate::store::activity {

/// What one closed chunk, or one slice of an import, did to its people. Borrows everything.
struct ChunkActivities {
  flow::ServiceId service = 0;  ///< 0: no service (an import); then only changes are recorded
  flow::RunId run = 0;
  std::int32_t step = 0;
  flow::ChunkId chunk = 0;      ///< 0 for an import
  flow::Ms at = 0;              ///< store time of the commit
  std::string_view source;      ///< of the changes: "{Service Name} ({Id})", "Import {file}"
  std::string_view reason;      ///< of the changes: "Smart Campaign: {Id}, Step Seq ID: {Id}"
  std::string_view parameters;  ///< JSON object: flow attribute values as sent; may be empty
  std::string_view primary_attribute;  ///< flow attribute whose value is the asset; may be empty
  /// Of a chunk: ascending, one bucket. Of an import: any order, any bucket, also twice.
  std::span<const flow::PersonId> ids;
  const flow::ChunkResults* results = nullptr;  ///< codes, reasons, attributes; null for an import
  const Changes* changes = nullptr;             ///< outcomes, old and new values; never null
};

/// A row of activity_segment. What is not set differs among its entries and is a column of `body`.
struct Segment {
  flow::Bucket bucket = 0;
  std::int32_t level = 0;  ///< 0: of one commit, without postings; 1: with; 2: compacted, with
  std::optional<flow::RunId> run;
  std::optional<flow::ServiceId> service;
  std::optional<std::int32_t> step;
  std::optional<flow::ChunkId> chunk;
  flow::Ms since = 0, at = 0;  ///< time of the oldest and of the newest entry
  flow::PersonId first_id = 0, last_id = 0;
  std::int64_t n = 0;
  std::string ids, body;
};

/// A chunk of this many people or more has a segment of its own; smaller ones that commit together
/// share one per bucket.
inline constexpr std::size_t kOwnSegment = 64;
/// A posting of a segment: it holds somebody of this block of ids.
inline constexpr int kBlockBits = 10;
/// Entries of a segment at most.
inline constexpr std::size_t kMostEntries = 4096;

}  // namespace stepgate::store::activity
