// One connection: a Poco::Data session for rare queries, and its raw handle for the hot path. Used
// by one thread at a time.
#pragma once
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "store/sql/value.hpp"

struct sqlite3;

namespace stepgate::store::sql {

class StatementCache;

struct ConnectionOptions {
  std::string synchronous = "FULL";
  std::int64_t cache_bytes = 8 << 20;
  std::int64_t mmap_bytes = 0;
  std::int32_t checkpoint_pages = 16'384;
  std::int32_t busy_ms = 5'000;
  bool query_only = false;
};

class Connection {
 public:
  /// Throws Error STORE_UNREADABLE or STORE_DAMAGED.
  Connection(const std::string& path, const ConnectionOptions& options);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  sqlite3* handle() const noexcept { return handle_; }
  StatementCache& statements() noexcept { return *statements_; }  ///< raw, persistent, by text

  Rows query(std::string_view sql, std::span<const Value> args);
  Rows query(std::string_view sql, std::initializer_list<Value> args = {}) {
    return query(sql, std::span<const Value>(args.begin(), args.size()));
  }
  /// Rows changed.
  std::int64_t exec(std::string_view sql, std::span<const Value> args);
  std::int64_t exec(std::string_view sql, std::initializer_list<Value> args = {}) {
    return exec(sql, std::span<const Value>(args.begin(), args.size()));
  }
  std::int64_t last_insert_id() const noexcept;
  bool in_transaction() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  sqlite3* handle_ = nullptr;
  std::unique_ptr<StatementCache> statements_;
};

}  // namespace stepgate::store::sql
