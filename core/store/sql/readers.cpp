#include "store/sql/readers.hpp"

#include <chrono>

#include "base/error.hpp"
#include "store/sql/statement.hpp"

namespace stepgate::store::sql {

Readers::Readers(std::string path, ConnectionOptions options, std::size_t most)
    : path_(std::move(path)), options_(std::move(options)), most_(most) {
  idle_.reserve(most_);
}

Readers::Lease Readers::take() {
  std::unique_lock lock(mutex_);
  const bool free = returned_.wait_for(lock, std::chrono::seconds(5),
                                       [this] { return !idle_.empty() || lent_ < most_; });
  if (!free) {
    throw Error(ErrorKind::unavailable, "STORE_BUSY", "store " + path_,
                "all " + std::to_string(most_) + " reading connections are in use",
                "Try again, or raise store.readers");
  }
  ++lent_;
  if (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(connection)};
  }
  lock.unlock();
  try {
    return {*this, std::make_unique<Connection>(path_, options_)};
  } catch (...) {
    give_back(nullptr);
    throw;
  }
}

void Readers::give_back(std::unique_ptr<Connection> connection) noexcept {
  {
    std::lock_guard lock(mutex_);
    --lent_;
    if (connection != nullptr) idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

Readers::Lease::~Lease() { pool_.give_back(std::move(connection_)); }

Snapshot::Snapshot(Connection& connection) : connection_(connection) {
  connection_.statements().get("BEGIN").run();
}

Snapshot::~Snapshot() {
  try {
    connection_.statements().get("COMMIT").run();
  } catch (...) {  // read only: nothing is lost
  }
}

}  // namespace stepgate::store::sql
