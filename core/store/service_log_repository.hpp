// The log of a service: status notices, invocations, refused callbacks, value warnings, admin
// changes (docs/protocol.md section 5). The engine appends through its commits.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "flow/store.hpp"

namespace stepgate::store {

struct Core;

struct LogFilter {
  flow::ServiceId service = 0;       ///< 0: all
  std::uint8_t min_severity = 0;     ///< 1 info, 2 warning, 3 error
  std::string kind = {}, code = {};  ///< "": any
  flow::RunId run = 0;
  flow::ChunkId chunk = 0;
  flow::PersonId person = 0;
  flow::Ms from = 0, to = 0;  ///< [from, to); 0: open
  std::int64_t before = 0;    ///< newest first, ids below this one; 0: from the newest
  std::size_t limit = 100;    ///< at most 1000
};

struct LogRow {
  std::int64_t id = 0;
  flow::Ms at = 0;
  flow::ServiceId service = 0;
  flow::RunId run = 0;
  flow::ChunkId chunk = 0;
  flow::PersonId person = 0;
  flow::LogEntry entry;
};

class ServiceLogRepository {
 public:
  explicit ServiceLogRepository(Core& core);
  std::vector<LogRow> query(const LogFilter& filter);
  /// For what happens outside the engine (install, status, admin changes). Durable on return.
  void append(const flow::ServiceLog& entry);

  /// Retention: drops what is older, in short transactions; how many there were. Ends early when
  /// `stopped()` is true.
  std::int64_t drop_before(flow::Ms before, const std::function<bool()>& stopped);

 private:
  Core& core_;
};

}  // namespace stepgate::store
