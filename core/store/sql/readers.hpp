// Reading connections, lent to one thread at a time.
#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/sql/connection.hpp"

namespace stepgate::store::sql {

class Readers {
 public:
  Readers(std::string path, ConnectionOptions options, std::size_t most);

  class Lease {
   public:
    Lease(Readers& pool, std::unique_ptr<Connection> connection) noexcept
        : pool_(pool), connection_(std::move(connection)) {}
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Connection* operator->() const noexcept { return connection_.get(); }
    Connection& operator*() const noexcept { return *connection_; }

   private:
    Readers& pool_;
    std::unique_ptr<Connection> connection_;
  };

  /// Waits at most 5 s for a connection; then throws Error STORE_BUSY.
  Lease take();

 private:
  void give_back(std::unique_ptr<Connection> connection) noexcept;

  const std::string path_;
  const ConnectionOptions options_;
  const std::size_t most_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable returned_;
  std::vector<std::unique_ptr<Connection>> idle_;
  std::size_t lent_ = 0;
};

/// One snapshot over several statements of a reader.
class Snapshot {
 public:
  explicit Snapshot(Connection& connection);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Connection& connection_;
};

}  // namespace stepgate::store::sql
