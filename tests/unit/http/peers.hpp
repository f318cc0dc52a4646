// Peers made of plain sockets: a scripted server and a raw client that say exactly what a test
// tells them.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace stepgate::http::test {

/// One end of a connection. Reads give what came so far when the peer closes or ten seconds pass.
class RawConnection {
 public:
  explicit RawConnection(int fd) : fd_(fd) {}
  ~RawConnection();
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  bool write(std::string_view text);
  std::string read_until(std::string_view mark);  ///< up to and with `mark`
  std::string read_exactly(std::size_t n);
  std::string read_to_end();
  /// Head, then as many bytes as its Content-Length says.
  std::string read_message();
  /// Waits until the peer has closed; false after ten seconds.
  bool wait_for_end();
  bool has_data() const;
  void close();  ///< with FIN
  void reset();  ///< with RST
  void shutdown_write();

 private:
  bool more();
  int fd_;
  std::string in_;
};

/// Runs `script` for each connection, in a thread of its own, and closes the connection when it
/// returns.
class RawServer {
 public:
  using Script = std::function<void(RawConnection&, int index)>;
  explicit RawServer(Script script);
  ~RawServer();

  std::uint16_t port() const { return port_; }
  std::string url(std::string_view path = "/") const;
  int connections() const { return count_; }

 private:
  void run();
  Script script_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> count_{0};
  std::mutex mutex_;
  std::vector<std::thread> threads_;  // guarded by mutex_
  std::thread acceptor_;
};

/// A connected socket to 127.0.0.1.
int dial(std::uint16_t port);
/// A port of 127.0.0.1 that nobody listens on.
std::uint16_t closed_port();

/// "HTTP/1.1 200 OK" with a length and `body`.
std::string ok(std::string_view body, std::string_view extra_headers = {});

}  // namespace stepgate::http::test
