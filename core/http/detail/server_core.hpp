// The inside of a Server: the keeper thread accepts and watches deadlines, workers share one epoll
// set.
#pragma once
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "http/detail/connection.hpp"
#include "http/detail/slots.hpp"
#include "http/detail/tls_context.hpp"
#include "http/server.hpp"

namespace Poco::Net {
class ServerSocket;
class StreamSocket;
}  // namespace Poco::Net

namespace stepgate::http::detail {

std::int64_t steady_ms() noexcept;

class ServerCore : public std::enable_shared_from_this<ServerCore> {
 public:
  ServerCore(ServerOptions options, Handler handler);
  ~ServerCore();
  ServerCore(const ServerCore&) = delete;
  ServerCore& operator=(const ServerCore&) = delete;

  void start();
  void stop(Ms grace);

  const ServerOptions& options() const noexcept { return options_; }
  const Handler& handler() const noexcept { return handler_; }
  bool stopping() const noexcept { return stopping_.load(std::memory_order_relaxed); }
  std::string address() const;
  std::uint16_t port() const noexcept { return port_; }
  ServerStats stats() const;

  // For the owner of a connection.
  void wait_for_input(Connection& connection, Ms within);
  void wait_for_output(Connection& connection, Ms within);
  /// A worker takes it up at once, after others that are ready.
  void requeue(Connection& connection);
  void destroy(Connection& connection);

  void count_request() noexcept { requests_.fetch_add(1, std::memory_order_relaxed); }
  void count_bad_request() noexcept { bad_requests_.fetch_add(1, std::memory_order_relaxed); }
  void count_deferred(int change);
  /// False: the call waits, and the connection is no longer the caller's.
  bool take_slot(Connection& connection);
  void give_slot(bool slow);
  void count_call(int change) noexcept { calls_.fetch_add(change); }
  /// Bytes of bodies that arrive; false when there is no room for more of them.
  bool count_gathered(std::int64_t change) noexcept {
    return gathered_.fetch_add(change) + change <=
           static_cast<std::int64_t>(options_.gather_total_bytes);
  }

 private:
  void listen();
  void keep();
  void accept_waiting(std::vector<std::pair<Poco::Net::StreamSocket, std::int64_t>>& refused);
  void turn_away(int fd, std::vector<std::pair<Poco::Net::StreamSocket, std::int64_t>>& refused);
  std::unique_ptr<Connection> make_connection(int fd, std::string peer);
  void welcome(std::unique_ptr<Connection> connection);
  std::size_t open_connections() const;
  void expire_overdue();
  void work(int index);
  void arm(Connection& connection, std::uint32_t events, Ms within);
  void wake_all() const noexcept;
  void abort_all();

  const ServerOptions options_;
  const Handler handler_;
  TlsContext tls_;
  std::unique_ptr<Poco::Net::ServerSocket> listener_;
  std::uint16_t port_ = 0;
  int epoll_ = -1;
  int wake_ = -1;  // eventfd; readable once stopping
  std::thread keeper_;
  std::vector<std::thread> workers_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> cut_{false};  // the grace of stop() is over
  std::atomic<int> calls_{0};     // requests whose answer has not begun
  std::atomic<std::int64_t> gathered_{0};
  Slots slots_;
  std::atomic<std::uint64_t> accepted_{0}, requests_{0}, shed_{0}, bad_requests_{0}, timed_out_{0};

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;  // guarded by mutex_
  int working_ = 0;                                                           // guarded by mutex_
  int deferred_ = 0;                                                          // guarded by mutex_
  bool stopped_ = false;                                                      // guarded by mutex_
};

/// Takes a connection that has something to do as far as it gets without waiting for its peer, and
/// hands it on.
void serve_connection(ServerCore& core, Connection& connection);

}  // namespace stepgate::http::detail
