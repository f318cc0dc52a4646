#include "store/statistics_repository.hpp"

#include "store/core.hpp"

namespace stepgate::store {
namespace {

constexpr Ms kHour = 3'600'000, kDay = 24 * kHour;
constexpr Ms kNever = 253'402'300'800'000;  // the year 10000

}  // namespace

StatisticsRepository::StatisticsRepository(Core& core) : core_(core) {}

std::vector<StatisticRow> StatisticsRepository::query(const StatisticQuery& q) {
  // Beside a maximum, SQLite takes the other columns from the row that has it: the latest message.
  const sql::Rows rows = core_.readers->take()->query(
      "SELECT hour / ?1 * ?1 AS bucket, service, level, code, sum(n), max(last_at), message FROM "
      "statistics WHERE (?2 = 0 OR service = ?2) AND level = ?3 AND hour >= ?4 AND hour < ?5 GROUP "
      "BY bucket, service, code ORDER BY bucket, service, code",
      {q.by_day ? kDay : kHour, q.service, static_cast<int>(q.level), q.from / kHour * kHour,
       q.to == 0 ? kNever : q.to});
  std::vector<StatisticRow> all;
  for (const sql::Row& row : rows) {
    all.push_back({row[0].integer(), row[1].integer(),
                   static_cast<StatisticLevel>(row[2].integer()), row[3].text(), row[4].integer(),
                   row[5].integer(), row[6].text()});
  }
  return all;
}

}  // namespace stepgate::store
