// A connection of the server. Whoever moved its state from waiting to something else owns it.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "http/detail/stream.hpp"

namespace stepgate::http::detail {

struct ServerCall;

struct Connection {
  enum class State : std::uint8_t {
    waiting,  ///< armed in epoll; nobody's
    busy,     ///< a worker's, or a Reply's
    expired   ///< the keeper cut it off; the worker that sees the event destroys it
  };

  Connection(std::unique_ptr<Wire> wire, std::string name)
      : stream(std::move(wire)), peer(std::move(name)) {}

  Stream stream;
  const std::string peer;
  std::atomic<State> state{State::waiting};
  std::atomic<std::int64_t> deadline_ms{0};  ///< steady; looked at only while waiting

  std::atomic<bool> gathering{false};  ///< waits for more of a body
  /// The keeper's word that the body takes too long; the worker that sees the event answers so.
  std::atomic<bool> late{false};

  // The owner's.
  std::shared_ptr<ServerCall> call;  ///< whose body arrives, or that waits for a slot
  std::string out;                   ///< rest of an answer that did not fit into the socket
  /// Steady ms by which the header that has begun must be complete; 0 when none has begun.
  std::int64_t head_until = 0;
  std::size_t searched = 0;  ///< of the buffered header
  std::size_t lingered = 0;  ///< bytes thrown away after the last answer
  bool handshaken = false;
  bool close_after_out = false;
  /// Answered for the last time; reads on so that the peer can read that answer.
  bool lingering = false;
};

}  // namespace stepgate::http::detail
