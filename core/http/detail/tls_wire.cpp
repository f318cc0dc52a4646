#include <Poco/Net/StreamSocket.h>
#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <cerrno>
#include <climits>
#include <cstring>

#include "base/error.hpp"
#include "http/detail/tls_bio.hpp"
#include "http/detail/wire.hpp"

namespace stepgate::http::detail {
namespace {

struct FreeSsl {
  void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
};

/// The words of OpenSSL's oldest queued error, which names the cause; the queue is empty
/// afterwards.
std::string queued_error() {
  const auto code = ERR_get_error();
  ERR_clear_error();
  if (code == 0) return {};
  const char* reason = ERR_reason_error_string(code);
  return reason != nullptr ? reason : "TLS error " + std::to_string(code);
}

class TlsWire final : public Wire {
 public:
  TlsWire(const Poco::Net::StreamSocket& socket, SSL_CTX* context)
      : socket_(socket), fd_(socket.impl()->sockfd()), ssl_(SSL_new(context)) {
    if (!ssl_) throw Error(ErrorKind::internal, "CRYPTO_FAILED", "TLS", queued_error());
    BIO* bio = new_socket_bio(fd_);
    SSL_set_bio(ssl_.get(), bio, bio);
    SSL_set_mode(ssl_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  }

  ~TlsWire() override {
    // One try to say goodbye; a peer that does not read loses nothing by it.
    if (established_ && !broken_) SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }

  SSL* ssl() noexcept { return ssl_.get(); }
  int fd() const noexcept override { return fd_; }
  bool secure() const noexcept override { return true; }
  std::string error() const override { return error_; }
  void shutdown_read() noexcept override { ::shutdown(fd_, SHUT_RD); }
  void abort() noexcept override { ::shutdown(fd_, SHUT_RDWR); }

  void shutdown_write() noexcept override {
    if (!broken_) SSL_shutdown(ssl_.get());
    ERR_clear_error();
    ::shutdown(fd_, SHUT_WR);
    established_ = false;
  }

  Io handshake() override {
    if (established_) return {};
    ERR_clear_error();
    const int result = SSL_do_handshake(ssl_.get());
    if (result == 1) {
      established_ = true;
      return {};
    }
    return stopped(result);
  }

  Io read(char* out, std::size_t n) override {
    ERR_clear_error();
    std::size_t got = 0;
    const int result = SSL_read_ex(ssl_.get(), out, n, &got);
    return result == 1 ? Io{IoStatus::done, got} : stopped(result);
  }

  Io write(std::string_view first, std::string_view second) override {
    const auto data = first.empty() ? second : first;
    if (data.empty()) return {};
    ERR_clear_error();
    std::size_t sent = 0;
    const int result = SSL_write_ex(ssl_.get(), data.data(), data.size(), &sent);
    return result == 1 ? Io{IoStatus::done, sent} : stopped(result);
  }

 private:
  Io stopped(int result) {
    const int saved_errno = errno;
    switch (SSL_get_error(ssl_.get(), result)) {
      case SSL_ERROR_WANT_READ:
        return {IoStatus::want_read, 0};
      case SSL_ERROR_WANT_WRITE:
        return {IoStatus::want_write, 0};
      case SSL_ERROR_ZERO_RETURN:
        return {IoStatus::eof, 0};
      default:
        break;
    }
    broken_ = true;
    // Many servers close without TLS's goodbye; a body cut short is noticed by its own length.
    if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING && established_) {
      ERR_clear_error();
      return {IoStatus::eof, 0};
    }
    error_ = describe(saved_errno);
    return {IoStatus::failed, 0};
  }

  std::string describe(int saved_errno) {
    const auto verdict = SSL_get_verify_result(ssl_.get());
    auto queued = queued_error();
    if (verdict != X509_V_OK)
      return "the certificate was refused: " + std::string(X509_verify_cert_error_string(verdict));
    if (!queued.empty()) return queued;
    return saved_errno != 0 ? std::strerror(saved_errno) : "the peer closed the connection";
  }

  Poco::Net::StreamSocket socket_;  // owns the descriptor
  int fd_;
  std::unique_ptr<SSL, FreeSsl> ssl_;
  bool established_ = false;
  bool broken_ = false;
  std::string error_;
};

bool is_address(const std::string& host) {
  in6_addr buffer{};
  return inet_pton(AF_INET, host.c_str(), &buffer) == 1 ||
         inet_pton(AF_INET6, host.c_str(), &buffer) == 1;
}

/// The certificate must carry `host`, as a name or as an address.
void expect_host(SSL* ssl, const std::string& host) {
  auto* parameters = SSL_get0_param(ssl);
  X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  bool set = false;
  if (is_address(host)) {
    set = X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) == 1;
  } else {
    set = SSL_set1_host(ssl, host.c_str()) == 1 && SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
  }
  if (!set) throw Error(ErrorKind::internal, "CRYPTO_FAILED", "TLS", "cannot check for " + host);
}

}  // namespace

std::unique_ptr<Wire> tls_client_wire(const Poco::Net::StreamSocket& socket, SSL_CTX* context,
                                      const std::string& host) {
  prepare_socket(socket);
  auto wire = std::make_unique<TlsWire>(socket, context);
  expect_host(wire->ssl(), host);
  // No callback: what OpenSSL refuses stays refused, and nothing is ever asked on a terminal.
  SSL_set_verify(wire->ssl(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_set_connect_state(wire->ssl());
  return wire;
}

std::unique_ptr<Wire> tls_server_wire(const Poco::Net::StreamSocket& socket, SSL_CTX* context) {
  prepare_socket(socket);
  auto wire = std::make_unique<TlsWire>(socket, context);
  SSL_set_accept_state(wire->ssl());
  return wire;
}

}  // namespace stepgate::http::detail
