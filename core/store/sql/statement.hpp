// Raw prepared statements for the hot path. Poco's are prepared again at every execute().
#pragma once
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "store/sql/value.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace stepgate::store::sql {

/// A persistent statement. Bound text and blobs are borrowed until the next reset. One thread at a
/// time.
class Statement {
 public:
  Statement(sqlite3* db, std::string_view sql);
  ~Statement();
  Statement(Statement&& other) noexcept : statement_(other.statement_) {
    other.statement_ = nullptr;
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Parameters count from 1.
  Statement& bind(int index, std::int64_t v);
  Statement& bind_real(int index, double v);
  Statement& bind_text(int index, std::string_view v);
  Statement& bind_blob(int index, std::string_view v);
  Statement& bind_null(int index);
  Statement& bind_value(int index, const Value& v);

  bool step();  ///< true: a row. Throws as fail() does, after a reset.
  void reset() noexcept;
  /// step() to the end and reset; rows changed by it.
  int run();

  // Columns count from 0.
  std::int64_t integer(int column) const noexcept;
  double real(int column) const noexcept;
  std::string_view text(int column) const noexcept;
  std::string_view blob(int column) const noexcept;
  bool is_null(int column) const noexcept;

  sqlite3_stmt* raw() const noexcept { return statement_; }

 private:
  sqlite3_stmt* statement_ = nullptr;
};

/// Resets a statement when a read ends, however it ends: an open one holds its snapshot.
class Reset {
 public:
  explicit Reset(Statement& statement) noexcept : statement_(statement) {}
  ~Reset() { statement_.reset(); }
  Reset(const Reset&) = delete;
  Reset& operator=(const Reset&) = delete;

 private:
  Statement& statement_;
};

/// Statements of one connection by their text.
class StatementCache {
 public:
  static constexpr std::size_t kMostDynamic = 64;
  explicit StatementCache(sqlite3* db) noexcept : db_(db) {}
  /// For texts that are written in the source: kept for good, the reference stays valid.
  Statement& get(std::string_view sql);
  /// For texts that name columns. The one unused for longest makes room, so a reference is valid
  /// for the next kMostDynamic - 1 calls.
  Statement& dynamic(std::string_view sql);
  void clear() noexcept;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const noexcept {
      return std::hash<std::string_view>{}(s);
    }
  };
  struct Dynamic {
    Dynamic(std::string t, Statement s) : text(std::move(t)), statement(std::move(s)) {}
    std::string text;
    Statement statement;
  };
  sqlite3* db_;
  std::unordered_map<std::string, Statement, Hash, std::equal_to<>> fixed_;
  std::list<Dynamic> dynamic_;  // most recently used first
};

}  // namespace stepgate::store::sql
