#include "store/service_log_repository.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "store/core.hpp"
#include "store/drop_rows.hpp"
#include "store/failures.hpp"

namespace stepgate::store {
namespace {

/// Collects "AND column = ?" and its value.
class Conditions {
 public:
  void add(std::string_view condition, sql::Value value) {
    sql_ += " AND ";
    sql_ += condition;
    args_.push_back(std::move(value));
  }
  template <class T>
  void add_if(bool wanted, std::string_view condition, const T& value) {
    if (wanted) add(condition, value);
  }
  const std::string& sql() const noexcept { return sql_; }
  std::vector<sql::Value>& args() noexcept { return args_; }

 private:
  std::string sql_;
  std::vector<sql::Value> args_;
};

LogRow read(const sql::Row& row) {
  LogRow r;
  r.id = row[0].integer();
  r.at = row[1].integer();
  r.service = row[2].integer();
  r.entry.severity = static_cast<std::uint8_t>(row[3].integer());
  r.entry.kind = row[4].text();
  r.entry.code = row[5].text();
  r.run = row[6].integer();
  r.chunk = row[7].integer();
  r.person = row[8].integer();
  r.entry.message = row[9].text();
  return r;
}

}  // namespace

ServiceLogRepository::ServiceLogRepository(Core& core) : core_(core) {}

std::vector<LogRow> ServiceLogRepository::query(const LogFilter& f) {
  Conditions where;
  where.add_if(f.service != 0, "service = ?", f.service);
  where.add_if(f.min_severity > 1, "severity >= ?", static_cast<int>(f.min_severity));
  where.add_if(!f.kind.empty(), "kind = ?", f.kind);
  where.add_if(!f.code.empty(), "code = ?", f.code);
  // A run whose id is 0 has no entry here: says so for the partial index.
  where.add_if(f.run != 0, "run <> 0 AND run = ?", f.run);
  where.add_if(f.chunk != 0, "chunk = ?", f.chunk);
  where.add_if(f.person != 0, "person = ?", f.person);
  where.add_if(f.from != 0, "at >= ?", f.from);
  where.add_if(f.to != 0, "at < ?", f.to);
  where.add_if(f.before != 0, "id < ?", f.before);
  where.args().emplace_back(static_cast<std::int64_t>(std::clamp<std::size_t>(f.limit, 1, 1000)));
  std::vector<LogRow> all;
  for (const sql::Row& row : core_.readers->take()->query(
           "SELECT id, at, service, severity, kind, code, run, chunk, person, message FROM "
           "service_log WHERE 1" +
               where.sql() + " ORDER BY id DESC LIMIT ?",
           where.args())) {
    all.push_back(read(row));
  }
  return all;
}

void ServiceLogRepository::append(const flow::ServiceLog& e) {
  core_.writer->write([&](sql::Connection& c) {
    c.exec(
        "INSERT INTO service_log(at, service, severity, kind, code, run, chunk, person, message) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {core_.now(), e.service, static_cast<int>(e.entry.severity),
         cut_utf8(e.entry.kind, kCodeBytes), cut_utf8(e.entry.code, kCodeBytes), e.run, e.chunk,
         e.person, cut_utf8(e.entry.message, kMessageBytes)});
  });
}

std::int64_t ServiceLogRepository::drop_before(flow::Ms before,
                                               const std::function<bool()>& stopped) {
  return drop_rows_before(*core_.writer, "service_log", before, stopped);
}

}  // namespace stepgate::store
