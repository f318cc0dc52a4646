// A listener with threads of its own, so that one listener's load never starves another.
//
// A connection costs no thread while it is idle or while its header drips in: workers take
// connections that have something to read, run the handler, and give them back. The same is true of
// a body: it is gathered without a thread, up to a bound, before the handler is called. Only a
// quarter of the handlers that may run at a time may wait for the rest of larger bodies. Handlers
// run concurrently.
#pragma once
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "http/server_request.hpp"
#include "http/server_response.hpp"

namespace stepgate::http {

using Handler = std::function<void(ServerRequest&, ServerResponse&)>;
/// Answers for a handler that threw before it had answered. Must not throw.
using ErrorHook =
    std::function<void(const ServerRequest&, ServerResponse&, const std::exception_ptr&)>;

/// What is to be done with a request whose header has come and whose body has not.
enum class Next : std::uint8_t {
  gather,   ///< the handler is called when the body is there
  stream,   ///< at once, in one of the few slots for uploads: it reads the body in pieces
  answered  ///< nothing: the answer was given here, and the body is not read
};
/// Called for each request on a thread of the listener, also when all handlers are busy: must not
/// wait for anything. What it throws is answered as if a handler had thrown it.
using Gate = std::function<Next(ServerRequest&, ServerResponse&)>;

/// An answer to what is no request: media type and body.
struct RefusalText {
  std::string content_type, body;
};
using RefusalWords =
    std::function<RefusalText(int status, std::string_view code, std::string_view fact)>;

struct ServerOptions {
  std::string name = "http";           ///< in logs, thread names and errors
  std::string listen = "127.0.0.1:0";  ///< or "[::1]:0"; port 0 takes a free one
  int threads = 8;                     ///< handlers at a time
  std::size_t max_connections = 1024;  ///< beyond them: 503, Retry-After 1, closed
  Ms keep_alive_ms = 5'000;            ///< an idle connection is closed after that
  Ms header_ms = 10'000;  ///< from a connection's or request's first byte to the end of its header
  Ms body_ms = 30'000;    ///< for the whole of body()
  Ms upload_ms = 3'600'000;  ///< for all of read_body_chunk() together
  Ms stall_ms = 15'000;      ///< without a byte of progress, reading a body or writing an answer
  std::size_t max_header_bytes = 32u << 10;
  std::size_t max_header_count = 100;
  std::size_t max_body_bytes = 8u << 20;  ///< of body(); a larger one is an Error (too_large)
  std::uint64_t max_upload_bytes =
      4ull << 30;  ///< of read_body_chunk(); a larger Content-Length is answered 413 at once
  std::string tls_cert_pem_file,
      tls_key_pem_file;  ///< both empty: plain HTTP; key may be in the certificate's file
  /// Empty: answers {"status", "code", "message"}, the code and words of an Error, else 500 without
  /// details, and logs it.
  ErrorHook on_error;
  /// Empty: every body is gathered, but for clients that wait to be asked for it.
  Gate gate;
  /// How a refusal of an unreadable request reads. Empty: as on_error's default. Must not throw.
  RefusalWords refusal;
  std::size_t gather_bytes = 1u << 20;          ///< of one body before its handler is called
  std::size_t gather_total_bytes = 256u << 20;  ///< of all bodies that arrive at a time
};

struct ServerStats {
  std::uint64_t accepted = 0, requests = 0;
  std::uint64_t shed = 0;  ///< connections refused with 503 for want of room
  std::uint64_t bad_requests =
      0;                        ///< answered without a handler: not HTTP, too large a header, ...
  std::uint64_t timed_out = 0;  ///< connections closed for a slow header or for being idle
  std::uint64_t open = 0;
};

class Server {
 public:
  /// Binds and listens; nothing is answered before start(). Throws Error (invalid: LISTEN_FAILED,
  /// TLS_FILE_UNREADABLE).
  Server(ServerOptions options, Handler handler);
  /// As stop().
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start();
  /// Takes no new requests, gives those under way `grace` to end, then cuts their connections.
  /// Handlers and deferred replies see that as a peer that is gone; a handler that waits for
  /// neither is waited for. Not to be called from a handler.
  void stop(Ms grace = 2'000);

  std::uint16_t port() const noexcept;
  std::string address() const;  ///< "127.0.0.1:8480", "[::1]:8480"
  std::string url() const;      ///< "http://127.0.0.1:8480"
  ServerStats stats() const;

 private:
  std::shared_ptr<detail::ServerCore> core_;
};

}  // namespace stepgate::http
