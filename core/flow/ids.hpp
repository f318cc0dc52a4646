// Names of things, and the bucket rule: a chunk lies in one bucket of person ids.
#pragma once
#include <array>
#include <compare>
#include <cstdint>

namespace stepgate::flow {

using PersonId = std::int64_t;  ///< > 0
using Bucket = std::int64_t;    ///< person_id >> 20
using ChunkId = std::int64_t;   ///< time-ordered, made without a sequence (chunk_ids.hpp)
using RunId = std::int64_t;     ///< `batchid` on the wire
using ServiceId = std::int64_t;
using CampaignId = std::int64_t;
using FieldId = std::int32_t;
using NodeEpoch = std::int64_t;  ///< a start of a process: rows in `sending` of another epoch have
                                 ///< lost their owner
using Ms = std::int64_t;         ///< store time, milliseconds since the Unix epoch, or a duration

inline constexpr int kBucketBits = 20;
constexpr Bucket bucket_of(PersonId id) noexcept { return id >> kBucketBits; }
constexpr PersonId bucket_first(Bucket bucket) noexcept { return bucket << kBucketBits; }

struct ChunkKey {
  Bucket bucket = 0;
  ChunkId chunk = 0;
  auto operator<=>(const ChunkKey&) const = default;  // NOLINT(modernize-use-nullptr)
};

/// SHA-256 of an attempt's secret, cut to 16 bytes.
using TokenHash = std::array<std::uint8_t, 16>;
/// Of decoded results: tells the same results from others (T13).
using Digest = std::array<std::uint8_t, 16>;

}  // namespace stepgate::flow
