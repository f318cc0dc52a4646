// Connections between two requests. A connection is lent to one call at a time; what is idle for
// two seconds is closed.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/detail/stream.hpp"

namespace stepgate::http::detail {

/// Longest idle time after which a connection is used again (docs/protocol.md section 2).
constexpr Millis kMaxIdle{2000};

/// Thread safe.
class IdlePool {
 public:
  IdlePool(std::size_t per_origin, std::size_t total) : per_origin_(per_origin), total_(total) {}

  /// The one used last that is idle for under kMaxIdle and shows no end of file, or null.
  std::unique_ptr<Stream> take(const std::string& key);
  void give(const std::string& key, std::unique_ptr<Stream> stream);
  void clear();
  std::size_t size() const;

 private:
  struct Idle {
    std::unique_ptr<Stream> stream;
    TimePoint since;
  };
  using Bin = std::vector<Idle>;
  void drop_old(Bin& dropped);  // mutex_ is held; what is dropped is closed by the caller, outside

  const std::size_t per_origin_, total_;
  mutable std::mutex mutex_;
  std::map<std::string, Bin, std::less<>> bins_;  // guarded by mutex_; newest last
  std::size_t count_ = 0;                         // guarded by mutex_
  TimePoint swept_ = Steady::now();               // guarded by mutex_
};

}  // namespace stepgate::http::detail
