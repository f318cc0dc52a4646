#include "store/drop_rows.hpp"

#include "store/sql/statement.hpp"

namespace stepgate::store {
namespace {

constexpr std::int64_t kAtOnce = 500;

}  // namespace

std::int64_t drop_rows_before(sql::Writer& writer, const std::string& table, Ms before,
                              const std::function<bool()>& stopped) {
  // Of the oldest ones only: times differ from the order of ids by the length of an exchange.
  const std::string sql = "DELETE FROM " + table + " WHERE at < ?1 AND id IN (SELECT id FROM " +
                          table + " ORDER BY id LIMIT ?2)";
  std::int64_t all = 0;
  while (!stopped()) {
    const int some = writer.write([&](sql::Connection& connection) {
      return connection.statements().dynamic(sql).bind(1, before).bind(2, kAtOnce).run();
    });
    if (some == 0) break;
    all += some;
  }
  return all;
}

}  // namespace stepgate::store
