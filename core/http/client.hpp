// The one place through which every outgoing call goes: bounds, deadlines, verified TLS, egress
// policy.
//
// A call that fails is a value, not an exception, and says whether a byte of the body had left:
// what failed before that may be sent again, what failed after is ambiguous (docs/protocol.md
// section 2).
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "http/egress.hpp"
#include "http/headers.hpp"
#include "http/tls_pem.hpp"

namespace stepgate::http {

/// Milliseconds. `total` ends the call however steadily bytes drip, name look-up and redirects
/// included.
struct Timeouts {
  Ms connect = 5'000;  ///< to connect, and again for the TLS handshake
  Ms read = 10'000;    ///< without a byte of progress
  Ms total = 10'000;
};

struct Request {
  std::string method = "GET";
  std::string url;
  /// Host, Content-Length, Connection and Accept-Encoding are written by the client; given here
  /// they are left out.
  Headers headers;
  std::string_view
      body;  ///< borrowed until send() returns; POST, PUT and PATCH always say its length
  Timeouts timeouts;
  std::size_t max_response_bytes = 8u << 20;  ///< as received, and again when decoded
  std::size_t max_header_bytes = 64u << 10;
  std::size_t max_header_count = 200;
  /// For documents only: GET and HEAD, at most five, never from https to http.
  bool follow_redirects = false;
  /// Headers that must not travel along a redirect, beside Authorization, Proxy-Authorization,
  /// Cookie and X-Api-Key.
  std::vector<std::string> sensitive_headers;
  std::string ca_pem_file;    ///< trusted beside the system's CAs
  std::string cert_pem_file;  ///< the client's own certificate chain
  std::string key_pem_file;   ///< its key; in cert_pem_file when empty
  TlsPemRef tls;              ///< certificates as text, beside the files
  bool fresh_connection = false;
  /// Asked a few times a second while waiting; true ends the call.
  std::function<bool()> cancelled;
  /// Takes the body of a 2xx answer in pieces as they arrive: it is then neither kept nor bounded
  /// by max_response_bytes, and a compressed one is refused. Other answers are kept as usual. What
  /// it throws ends the call and is its failure (broken).
  std::function<void(std::string_view)> on_body;
  /// Told how many bytes of the body have been handed to the connection, after each write.
  std::function<void(std::uint64_t)> on_sent;
  /// A 2xx answer that begins before the body has left does not end the sending: for a peer that
  /// reports while it reads. Its report has to fit into 8 MB until then.
  bool send_on_while_answered = false;
};

struct Response {
  int status = 0;  ///< 0: no head was read
  Headers headers;
  std::string body;
  bool decoded = false;  ///< the body came compressed and was decoded
  std::string url;       ///< where it came from, after redirects
  Ms first_byte_ms = 0;  ///< from the start of the call
  Ms total_ms = 0;

  std::string_view header(std::string_view name) const noexcept {
    return find_header(headers, name);
  }
};

enum class FailureKind : std::uint8_t {
  resolve,  ///< the name has no address
  connect,  ///< nobody answers at the address
  tls,      ///< no agreement, or a certificate that is refused
  timeout,
  broken,             ///< the connection ended early, or what came is not HTTP
  too_large,          ///< more header or body than allowed
  refused_by_policy,  ///< the address may not be called
  bad_url,            ///< or a method or header that cannot be sent
  redirect,           ///< too many, or to where it may not go
  cancelled
};
/// "connect", "timeout", ...
std::string_view failure_name(FailureKind kind) noexcept;

struct Failure {
  FailureKind kind = FailureKind::broken;
  std::string text;  ///< names the host and what happened
};

struct Outcome {
  /// Its status is set as soon as the head was read, also when the rest then failed: an accepted
  /// submit stays accepted whatever its body (docs/protocol.md section 2).
  Response response;
  std::optional<Failure> failure;
  bool body_left = false;  ///< a byte of the body was handed to the connection
  Ms after_body_ms = 0;    ///< from its last byte to the answer's first, or to the failure
  bool reused = false;     ///< over a connection that had carried a request before

  bool ok() const noexcept { return !failure; }
};

struct ClientOptions {
  EgressPolicy egress;
  std::string user_agent = "stepgate";
  std::string ca_pem_file;  ///< for requests that name none
  std::size_t max_idle_per_origin = 64;
  std::size_t max_idle = 512;
};

/// Thread safe. A connection is used again when it was idle for under two seconds and shows no end
/// of file. When such a one turns out to be dead before a byte of the body left (for GET and HEAD:
/// before a byte came back), the call is made once more over a fresh one.
class Client {
 public:
  explicit Client(ClientOptions options = {});
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Blocks. Throws nothing but std::bad_alloc.
  Outcome send(const Request& request);
  void close_idle();
  std::size_t idle_connections() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace stepgate::http
