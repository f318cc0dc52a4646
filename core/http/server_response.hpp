// The answer to a request: sent at once, streamed in chunks, or deferred to another thread.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "http/headers.hpp"

namespace stepgate::http {

namespace detail {
struct ServerCall;
class ServerCore;
struct Connection;
}  // namespace detail

/// An answer that another thread gives later; no thread waits for it meanwhile. Movable; a Reply
/// that is dropped unsent answers 500. May outlive the server: then sending does nothing.
class Reply {
 public:
  Reply() = default;
  Reply(Reply&& other) noexcept;
  Reply& operator=(Reply&& other) noexcept;
  ~Reply();

  /// Never blocks and never throws but for memory: what does not fit into the socket is sent by the
  /// server's own threads.
  void send(int status, std::string_view body, std::string_view content_type = "application/json",
            const Headers& headers = {});
  explicit operator bool() const noexcept { return core_ != nullptr; }

 private:
  friend class ServerResponse;
  std::shared_ptr<detail::ServerCore> core_;
  detail::Connection* connection_ =
      nullptr;  // owned by core_, left alone by everyone else until send()
  int minor_ = 1;
  bool head_only_ = false;
  bool keep_ = false;
};

class ServerResponse {
 public:
  explicit ServerResponse(detail::ServerCall& call) noexcept : call_(call) {}
  ServerResponse(const ServerResponse&) = delete;
  ServerResponse& operator=(const ServerResponse&) = delete;

  ServerResponse& status(int code) noexcept;
  int status() const noexcept;
  /// Replaces one of that name. Content-Length, Transfer-Encoding, Connection and Date are the
  /// server's own. Throws Error (internal) for a name or value that would break the message.
  ServerResponse& header(std::string_view name, std::string_view value);

  /// The whole answer. A peer that is gone is not an error here. Once per request.
  void send(std::string_view body = {}, std::string_view content_type = "application/json");

  /// Begins a streamed answer. The three of these throw Error (unavailable, CLIENT_GONE) when the
  /// peer is gone or does not read.
  void begin(std::string_view content_type);
  /// Gathers small pieces; flush() sends what is there.
  void write(std::string_view piece);
  void flush();
  /// Without it the peer sees the answer as cut off: leave it out when the data could not be
  /// completed.
  void end();

  /// The handler returns without an answer and the Reply gives it. Read the body before; do not
  /// touch the request after the Reply went to another thread.
  Reply defer();

  bool started() const noexcept;  ///< something was sent, or the answer is deferred

 private:
  detail::ServerCall& call_;
};

}  // namespace stepgate::http
