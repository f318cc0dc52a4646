// Counts of a service by time, level and code (docs/protocol.md section 5).
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "flow/ids.hpp"

namespace stepgate::store {

struct Core;

enum class StatisticLevel : std::uint8_t { chunk = 1, record = 2 };

struct StatisticQuery {
  flow::ServiceId service = 0;  ///< 0: all
  Ms from = 0, to = 0;          ///< [from, to); to 0: until now
  bool by_day = false;          ///< else by hour; both UTC
  StatisticLevel level = StatisticLevel::record;
};

struct StatisticRow {
  Ms bucket = 0;  ///< start of the hour or day
  flow::ServiceId service = 0;
  StatisticLevel level = StatisticLevel::record;
  std::string code;  ///< HTTP status, error code, or "success"
  std::int64_t n = 0;
  Ms last_at = 0;
  std::string message;  ///< the most recent one
};

class StatisticsRepository {
 public:
  explicit StatisticsRepository(Core& core);
  std::vector<StatisticRow> query(const StatisticQuery& query);  ///< by bucket, service, code

 private:
  Core& core_;
};

}  // namespace stepgate::store
