// Time-ordered ids without a sequence: 31 bits seconds since 2025-01-01, 10 bits slot of the node,
// 22 bits counter; never backwards when the clock goes back.
#pragma once
#include "flow/ids.hpp"

namespace stepgate::flow {

class ChunkIds {
 public:
  explicit ChunkIds(std::uint32_t slot,
                    ChunkId floor = 0);  ///< floor: highest id known to the store
  ChunkId next(Ms now);

 private:
  std::uint64_t slot_;
  std::uint64_t last_second_ = 0, counter_ = 0;
};

}  // namespace stepgate::flow
