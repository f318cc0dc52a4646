// A connected, non-blocking byte stream, plain or TLS. Not thread safe: one thread at a time.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace Poco::Net {
class StreamSocket;
}
struct ssl_ctx_st;

namespace stepgate::http::detail {

enum class IoStatus : std::uint8_t { done, want_read, want_write, eof, failed };

struct Io {
  IoStatus status = IoStatus::done;
  std::size_t n = 0;  ///< bytes moved; 0 unless done
};

class Wire {
 public:
  virtual ~Wire() = default;
  virtual int fd() const noexcept = 0;
  virtual bool secure() const noexcept = 0;
  /// Called until done. Nothing to do for a plain wire.
  virtual Io handshake() = 0;
  virtual Io read(char* out, std::size_t n) = 0;
  /// `first`, then `second`; fewer bytes than both may be taken. `n` counts over both. After
  /// want_read or want_write the same bytes must be offered again.
  virtual Io write(std::string_view first, std::string_view second) = 0;
  /// Says to the peer that nothing more comes; reading goes on.
  virtual void shutdown_write() noexcept = 0;
  /// Whoever waits for input on this wire sees its end; writing goes on. From any thread.
  virtual void shutdown_read() noexcept = 0;
  /// Ends the conversation from any thread: whoever waits on this wire sees its end.
  virtual void abort() noexcept = 0;
  /// What was wrong, after `failed`.
  virtual std::string error() const = 0;
};

/// Takes over a connected socket; makes it non-blocking, without delay, not inherited by child
/// processes.
std::unique_ptr<Wire> plain_wire(const Poco::Net::StreamSocket& socket);

/// The name that the certificate must carry is checked during the handshake; loopback is no
/// exception.
std::unique_ptr<Wire> tls_client_wire(const Poco::Net::StreamSocket& socket, ssl_ctx_st* context,
                                      const std::string& host);
std::unique_ptr<Wire> tls_server_wire(const Poco::Net::StreamSocket& socket, ssl_ctx_st* context);

/// Common to all wires.
void prepare_socket(const Poco::Net::StreamSocket& socket);

}  // namespace stepgate::http::detail
