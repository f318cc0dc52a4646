// Who may run a handler now. A listener has one thread more than handlers may run at a time, so
// that one is always left for headers, bodies that arrive, and what is answered without a handler.
#pragma once
#include <deque>
#include <mutex>

namespace stepgate::http::detail {

struct Connection;

/// Thread safe. Handlers that wait for bytes of their peer have a bound of their own, well below
/// the whole: slow peers wait for each other, not everybody for them.
class Slots {
 public:
  explicit Slots(int most) noexcept : most_(most), most_slow_(most > 4 ? most / 4 : 1) {}

  /// False: there is none now, and the connection waits; leave() gives it out.
  bool enter(Connection& connection, bool slow);
  /// The connection that has the slot from now on, or null.
  Connection* leave(bool slow);

 private:
  const int most_, most_slow_;
  std::mutex mutex_;
  int taken_ = 0, slow_ = 0;              // guarded by mutex_
  std::deque<Connection*> ready_, wait_;  // guarded by mutex_; for any slot, for one of the slow
};

}  // namespace stepgate::http::detail
