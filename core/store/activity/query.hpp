// A prepared statement of the reader: works on any handle, in the host and in the sqlite3 shell.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace stepgate::store::activity {

/// Parameters count from 1, columns from 0. As long as a query stands on a row, everything that is
/// read over the same handle comes from one snapshot.
class Query {
 public:
  Query(sqlite3* db, std::string_view sql);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& bind(int index, std::int64_t v);
  bool step();  ///< true: a row. Throws Error of the store.
  void reset() noexcept;

  std::int64_t integer(int column) const noexcept;
  std::optional<std::int64_t> optional(int column) const noexcept;
  std::string_view text(int column) const noexcept;
  std::string_view blob(int column) const noexcept;  ///< until the next step or reset

 private:
  [[noreturn]] void fail(const char* doing);
  sqlite3* db_;
  sqlite3_stmt* statement_ = nullptr;
};

/// One snapshot over several queries. Does nothing inside a transaction.
class ReadSnapshot {
 public:
  explicit ReadSnapshot(sqlite3* db);
  ~ReadSnapshot();
  ReadSnapshot(const ReadSnapshot&) = delete;
  ReadSnapshot& operator=(const ReadSnapshot&) = delete;

 private:
  sqlite3* db_;
  bool begun_ = false;
};

}  // namespace stepgate::store::activity
