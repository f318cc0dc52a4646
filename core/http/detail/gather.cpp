// A body that arrives while no thread waits for it.
#include <array>

#include "http/detail/server_call.hpp"
#include "http/detail/server_core.hpp"

namespace stepgate::http::detail {
namespace {

/// An instant that is over: reads take what is there and give up instead of waiting.
Patience instant() {
  Patience patience;
  patience.stall = Millis(0);
  return patience;
}

void begin(ServerCall& call) {
  call.body_until = steady_ms() + call.options.body_ms;
  auto patience = instant();
  invite(call, patience);
}

/// True when the handler has to read the rest itself: there is no room to keep more of it here.
bool has_its_share(const ServerCall& call, bool room) {
  return !room || call.gathered.size() >= call.options.gather_bytes;
}

}  // namespace

ServerCall::ServerCall(ServerCore& c, Connection& n, const ServerOptions& o)
    : core(c), connection(n), options(o) {
  core.count_call(1);
}

ServerCall::~ServerCall() {
  core.count_gathered(-static_cast<std::int64_t>(counted));
  if (has_slot) core.give_slot(slow);
  core.count_call(-1);
}

void invite(ServerCall& call, const Patience& patience) {
  if (!call.continue_wanted) return;
  call.continue_wanted = false;
  if (!call.started) call.connection.stream.write("HTTP/1.1 100 Continue\r\n\r\n", {}, patience);
}

Gathered gather_body(ServerCall& call) {
  auto& reader = *call.reader;
  if (reader.done() || call.lost) return Gathered::enough;
  // What is too large for body() is refused there, without a byte of it.
  if (call.next == Next::stream || call.framing.length > call.options.max_body_bytes) {
    call.slow = true;
    return Gathered::enough;
  }
  thread_local std::array<char, 16 * 1024> piece;
  try {
    if (call.body_until == 0) begin(call);
    if (call.body_until <= steady_ms())
      throw IoError(IoError::What::timeout, "the body takes too long");
    while (!reader.done()) {
      const auto n = reader.read(piece.data(), piece.size(), instant());
      call.gathered.append(piece.data(), n);
      call.counted += n;
      call.slow = has_its_share(call, call.core.count_gathered(static_cast<std::int64_t>(n))) &&
                  !reader.done();
      if (call.slow) return Gathered::enough;
    }
    call.whole_body = std::move(call.gathered);
    call.gathered.clear();
  } catch (const IoError& e) {
    if (e.reason() == IoError::What::timeout && call.body_until > steady_ms())
      return Gathered::wanting;
    call.lost = e;
  }
  return Gathered::enough;
}

}  // namespace stepgate::http::detail
