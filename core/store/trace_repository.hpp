// What went over the wire for a chunk: masked and bounded by who wrote it.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "flow/store.hpp"

namespace stepgate::store {

struct Core;

struct TraceRow {
  flow::ChunkKey key;
  std::uint16_t attempt = 0;
  flow::Ms at = 0;
  std::string kind;  ///< request, answer, callback, callback-answer
  std::string text;
};

class TraceRepository {
 public:
  explicit TraceRepository(Core& core);
  std::vector<TraceRow> list(const flow::ChunkKey& key);  ///< in the order written

  /// Retention: drops what is older, in short transactions; how many there were. Ends early when
  /// `stopped()` is true.
  std::int64_t drop_before(flow::Ms before, const std::function<bool()>& stopped);

 private:
  Core& core_;
};

}  // namespace stepgate::store
