#include "http/detail/dial.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <poll.h>

#include <algorithm>
#include <cstring>

#include "base/error.hpp"

namespace stepgate::http::detail {
namespace {

using Poco::Net::SocketAddress;
using Poco::Net::StreamSocket;

/// Connects without blocking and waits within `patience`. Throws IoError.
StreamSocket connect_to(const SocketAddress& address, const Patience& patience) {
  StreamSocket socket;
  const std::string name = address.toString();
  try {
    socket.connectNB(address);
    wait_for(socket.impl()->sockfd(), POLLOUT, patience, ("connecting to " + name).c_str());
    if (const int error = socket.impl()->socketError(); error != 0)
      throw IoError(IoError::What::broken, name + ": " + std::strerror(error));
    // A port of the ephemeral range that nobody listens on can be connected to itself.
    if (socket.address() == socket.peerAddress())
      throw IoError(IoError::What::broken, name + ": nobody listens there");
  } catch (const Poco::Exception& e) {
    throw IoError(IoError::What::broken, name + ": " + e.displayText());
  }
  return socket;
}

/// The share of one address when `left` of them are still to be tried: no dead address may eat the
/// time of the others.
Patience share(const Patience& patience, TimePoint end, std::size_t left) {
  Patience part = patience;
  const auto time = std::chrono::duration_cast<Millis>(end - Steady::now());
  part.stall =
      std::max(Millis(1), time / static_cast<std::int64_t>(std::max<std::size_t>(left, 1)));
  return part;
}

class Refusals {
 public:
  void add(const std::string& text) { text_ += (text_.empty() ? "" : "; ") + text; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// Throws CallFailed when none of them answers.
StreamSocket connect_any(const Url& url, const Addresses& addresses, const EgressPolicy& policy,
                         const Patience& patience) {
  Refusals refused;
  Refusals failed;
  auto kind = FailureKind::connect;
  const auto end = patience.step_end();
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    const auto refusal = policy.refusal(url.host, url.port, addresses[i].host().toString());
    if (!refusal.empty()) {
      refused.add(refusal);
      continue;
    }
    try {
      return connect_to(addresses[i], share(patience, end, addresses.size() - i));
    } catch (const IoError& e) {
      if (e.reason() == IoError::What::cancelled) throw;
      kind = kind_of(e, FailureKind::connect);
      failed.add(e.what());
    }
  }
  if (failed.text().empty()) throw CallFailed(FailureKind::refused_by_policy, refused.text());
  throw CallFailed(kind, failed.text());
}

Addresses look_up(Resolver& resolver, const Url& url, const Patience& patience) {
  try {
    return resolver.resolve(url.host, url.port, patience);
  } catch (const IoError& e) {
    throw CallFailed(kind_of(e, FailureKind::resolve), e.what());
  }
}

}  // namespace

FailureKind kind_of(const IoError& error, FailureKind otherwise) noexcept {
  switch (error.reason()) {
    case IoError::What::timeout:
      return FailureKind::timeout;
    case IoError::What::cancelled:
      return FailureKind::cancelled;
    case IoError::What::broken:
      break;
  }
  return otherwise;
}

std::unique_ptr<Stream> Dialer::dial(const Url& url, const TlsIdentity& identity,
                                     const Patience& patience) {
  auto step = FailureKind::connect;
  try {
    const auto context = url.secure() ? contexts_.client(identity) : nullptr;
    const auto socket = connect_any(url, look_up(resolver_, url, patience), policy_, patience);
    if (!url.secure()) return std::make_unique<Stream>(plain_wire(socket));
    step = FailureKind::tls;
    auto stream = std::make_unique<Stream>(tls_client_wire(socket, context.get(), url.host));
    Patience agreeing = patience;
    agreeing.until = patience.step_end();
    stream->handshake(agreeing);
    return stream;
  } catch (const IoError& e) {
    throw CallFailed(kind_of(e, step), url.origin() + ": " + e.what());
  } catch (const Error& e) {
    throw CallFailed(FailureKind::tls, e.what());
  }
}

}  // namespace stepgate::http::detail
