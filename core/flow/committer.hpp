// What goes into the next transaction. Pure: an idle commit lane takes what is there; what arrives
// during its sync is the next batch. Order: small results, births and marks, big results; what has
// waited 20 ms goes first (docs/engine.md, group commit).
#pragma once
#include <cstdint>
#include <deque>
#include <vector>

#include "flow/store.hpp"

namespace stepgate::flow {

/// An operation on its way to the store. `cookie` is the shell's: it finds what is to be released
/// afterwards.
struct PendingOp {
  Op op;
  std::uint64_t cookie = 0;
  Ms decided_at = 0;  ///< store time; what a claim gives in time counts from its commit
};

inline constexpr std::size_t kBatchOps = 256;
inline constexpr std::size_t kBatchPeople = 4000;
inline constexpr Ms kOldestFirst = 20;
inline constexpr std::size_t kSmallChunk = 64;  ///< people; below it a result is small

/// Not thread safe. The caller keeps at most one operation of a chunk in here.
class Committer {
 public:
  void add(PendingOp op, Ms steady_now);
  /// A batch that could not be written: first again, in its order.
  void put_back(std::vector<PendingOp> batch, Ms steady_now);
  /// The next batch, empty when there is nothing. An operation that alone passes a bound goes
  /// alone.
  std::vector<PendingOp> take(Ms steady_now);
  bool empty() const noexcept;
  std::size_t size() const noexcept;
  /// People whose results or births wait here.
  std::size_t people() const noexcept { return people_; }
  /// How long the oldest has waited; 0 when empty.
  Ms oldest_wait(Ms steady_now) const noexcept;

 private:
  struct Waiting {
    PendingOp op;
    Ms since = 0;
    std::size_t people = 0;
  };
  static constexpr std::size_t kQueues = 3;
  std::deque<Waiting> queues_[kQueues];
  std::size_t people_ = 0;
};

/// People whose rows an operation touches.
std::size_t people_of(const Op& op) noexcept;

}  // namespace stepgate::flow
