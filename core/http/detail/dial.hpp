// From a URL to a connection that may carry a request: look up, check, connect, TLS.
#pragma once
#include <memory>
#include <string>

#include "http/client.hpp"
#include "http/detail/resolver.hpp"
#include "http/detail/stream.hpp"
#include "http/detail/tls_context.hpp"
#include "http/egress.hpp"
#include "http/url.hpp"

namespace stepgate::http::detail {

/// Thrown inside the client; becomes Outcome::failure.
class CallFailed : public std::exception {
 public:
  CallFailed(FailureKind kind, std::string text) : kind_(kind), text_(std::move(text)) {}
  FailureKind kind() const noexcept { return kind_; }
  const char* what() const noexcept override { return text_.c_str(); }

 private:
  FailureKind kind_;
  std::string text_;
};

/// A timeout or a cancelled call is one whatever step it happened in; `otherwise` names a break.
FailureKind kind_of(const IoError& error, FailureKind otherwise) noexcept;

/// Thread safe.
class Dialer {
 public:
  explicit Dialer(const EgressPolicy& policy) : policy_(policy) {}

  /// Tries the addresses of the name in turn, each one checked against the policy just before.
  /// `patience.stall` bounds connecting and the handshake, each on its own. Throws CallFailed.
  std::unique_ptr<Stream> dial(const Url& url, const TlsIdentity& identity,
                               const Patience& patience);

 private:
  const EgressPolicy policy_;
  Resolver resolver_;
  TlsContexts contexts_;
};

}  // namespace stepgate::http::detail
