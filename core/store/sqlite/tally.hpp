// Sums of one transaction, written once at its end: a batch of 256 chunks moves each counter once.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "flow/store.hpp"
#include "store/failures.hpp"

namespace stepgate::store {

namespace sql {
class StatementCache;
}

class Tally {
 public:
  explicit Tally(flow::Ms now) : now_(now) {}

  flow::StepCounts& step(flow::RunId run, std::int32_t step) { return steps_[{run, step}]; }
  void seq_used(flow::RunId run, std::uint32_t seq);
  void failure(flow::RunId run, std::int32_t step, std::string_view code, std::string_view message,
               std::int64_t people);
  void statistic(flow::ServiceId service, int level, std::string_view code,
                 std::string_view message, std::int64_t n);
  /// Writes everything and is empty afterwards.
  void flush(sql::StatementCache& statements);

 private:
  struct Count {
    std::int64_t n = 0;
    std::string message;
  };
  flow::Ms now_;
  std::map<std::pair<flow::RunId, std::int32_t>, flow::StepCounts> steps_;
  std::map<flow::RunId, std::uint32_t> seqs_;
  std::map<std::tuple<flow::RunId, std::int32_t, std::string>, Count> failures_;
  std::map<std::tuple<flow::ServiceId, int, std::string>, Count> statistics_;
};

}  // namespace stepgate::store
