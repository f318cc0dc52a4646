// Bounds of what is written down about chunks, and the failed of a chunk by code.
#pragma once
#include <cstdint>
#include <map>
#include <string_view>

#include "flow/results.hpp"

namespace stepgate::store {

/// Levels of the statistics table.
inline constexpr int kChunkLevel = 1, kRecordLevel = 2;
/// Bytes of a message, and of a code or kind, in statistics, logs and the list of failures.
inline constexpr std::size_t kMessageBytes = 1000, kCodeBytes = 100;
/// Bytes of one trace.
inline constexpr std::size_t kTraceBytes = 256 << 10;

struct FailureCode {
  std::int64_t people = 0;
  std::string_view reason;  ///< of the last one
};
std::map<std::string_view, FailureCode> failures_by_code(const flow::ChunkResults& results);

}  // namespace stepgate::store
