// Who of a run's audience comes next in a bucket.
#pragma once
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "flow/ids.hpp"
#include "store/person_condition.hpp"

namespace stepgate::store {

struct Core;

namespace sql {
class Connection;
}

/// Keeps in memory what run.audience_* say: it never changes. Thread safe.
class AudienceReader {
 public:
  explicit AudienceReader(const Core& core) : core_(core) {}

  /// Ascending ids of the bucket greater than `after`.
  std::vector<flow::PersonId> next(sql::Connection& connection, flow::RunId run,
                                   flow::Bucket bucket, flow::PersonId after, std::size_t limit);

 private:
  struct Kept {
    bool listed = false;        ///< by id, in run_audience
    PersonCondition condition;  ///< else
    flow::PersonId last = 0;    ///< nobody above takes part
  };
  std::optional<Kept> find(sql::Connection& connection, flow::RunId run);

  static constexpr std::size_t kMost = 256;
  const Core& core_;
  std::mutex mutex_;  // guards kept_
  std::unordered_map<flow::RunId, Kept> kept_;
};

}  // namespace stepgate::store
