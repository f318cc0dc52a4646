// The one writing connection, taken in turns. Turns are first come, first served, so that neither
// an import nor a stream of commits keeps the others out; whoever holds one keeps it short.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "store/sql/connection.hpp"

namespace stepgate::store::sql {

class Writer {
 public:
  Writer(const std::string& path, const ConnectionOptions& options);

  /// For who holds the turn, and while nobody else has the writer yet.
  Connection& connection() noexcept { return connection_; }

  /// Holds the connection until it goes.
  class Turn {
   public:
    explicit Turn(Writer& writer);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    Connection& connection() const noexcept { return writer_.connection_; }

   private:
    Writer& writer_;
  };

  /// One transaction: begin, f(connection), commit; rolled back when f throws.
  template <class F>
  auto write(F&& f) {
    Turn turn(*this);
    Transaction transaction(turn.connection());
    if constexpr (std::is_void_v<decltype(f(turn.connection()))>) {
      std::forward<F>(f)(turn.connection());
      transaction.commit();
    } else {
      auto result = std::forward<F>(f)(turn.connection());
      transaction.commit();
      return result;
    }
  }

  /// BEGIN IMMEDIATE; rolls back unless committed. Needs the turn.
  class Transaction {
   public:
    explicit Transaction(Connection& connection);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

   private:
    Connection& connection_;
    bool open_ = true;
  };

 private:
  Connection connection_;
  std::mutex mutex_;  // guards the two counters
  std::condition_variable changed_;
  std::uint64_t next_ticket_ = 0, serving_ = 0;
};

}  // namespace stepgate::store::sql
