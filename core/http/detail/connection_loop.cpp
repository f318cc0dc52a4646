// What a worker does with a connection: finish an answer, the handshake, headers, requests, the
// last reading before closing.
#include <array>

#include "base/log.hpp"
#include "http/detail/server_call.hpp"
#include "http/detail/server_core.hpp"

namespace stepgate::http::detail {
namespace {

/// Requests of one connection in a row; then others that are ready get their turn.
constexpr int kInARow = 32;
constexpr Ms kLingerMs = 2'000;
constexpr std::size_t kLingerBytes = 4u << 20;

class Turn {
 public:
  Turn(ServerCore& core, Connection& connection)
      : core_(core), connection_(connection), stream_(connection.stream) {}

  void run();

 private:
  // Each returns true when the turn goes on; false when the connection was handed on or destroyed
  // and must not be touched.
  bool write_rest();
  bool shake_hands();
  bool gather_head(std::size_t& length);
  bool begin_request();
  bool ask_gate();
  bool gather();
  bool answer_request();
  bool finish(ServerCall& call, const std::exception_ptr& thrown);
  bool refuse(const HeadFault& fault);
  bool pause(const Io& io);
  void linger();
  void begin_lingering();
  bool gone() {
    core_.destroy(connection_);
    return false;
  }

  ServerCore& core_;
  Connection& connection_;
  Stream& stream_;
};

void Turn::run() {
  if (connection_.lingering) return linger();
  if ((!connection_.out.empty() || connection_.close_after_out) && !write_rest()) return;
  if (!connection_.handshaken && !shake_hands()) return;
  for (int served = 0; served < kInARow; ++served) {
    if (!connection_.call && !begin_request()) return;
    if (!connection_.call) continue;  // answered by the gate
    if (!gather() || !core_.take_slot(connection_) || !answer_request()) return;
  }
  core_.requeue(connection_);
}

bool Turn::write_rest() {
  auto& out = connection_.out;
  while (!out.empty()) {
    const auto io = stream_.wire().write(out, {});
    if (io.status == IoStatus::done) {
      out.erase(0, io.n);
    } else if (io.status == IoStatus::want_write) {
      core_.wait_for_output(connection_, core_.options().stall_ms);
      return false;
    } else if (io.status == IoStatus::want_read) {
      core_.wait_for_input(connection_, core_.options().stall_ms);
      return false;
    } else {
      return gone();
    }
  }
  std::string().swap(out);
  if (!connection_.close_after_out) return true;
  begin_lingering();
  return false;
}

bool Turn::shake_hands() {
  const auto io = stream_.wire().handshake();
  if (io.status != IoStatus::done) return pause(io);
  connection_.handshaken = true;
  return true;
}

/// Hands the connection back until its peer does something; the header's deadline runs on.
bool Turn::pause(const Io& io) {
  if (io.status == IoStatus::eof || io.status == IoStatus::failed) return gone();
  const auto now = steady_ms();
  if (connection_.head_until != 0 && connection_.head_until <= now) return gone();
  const Ms within =
      connection_.head_until != 0 ? connection_.head_until - now : core_.options().keep_alive_ms;
  if (io.status == IoStatus::want_write)
    core_.wait_for_output(connection_, within);
  else
    core_.wait_for_input(connection_, within);
  return false;
}

/// Hands the connection back until more of the body is there.
bool Turn::gather() {
  auto& call = *connection_.call;
  connection_.gathering = false;
  if (connection_.late && !call.has_slot)
    call.lost.emplace(IoError::What::timeout, "the body takes too long");
  if (call.has_slot || gather_body(call) == Gathered::enough) return true;
  const auto left = std::max<Ms>(call.body_until - steady_ms(), 0);
  connection_.gathering = true;
  core_.wait_for_input(connection_, std::min(left, core_.options().stall_ms));
  return false;
}

bool Turn::gather_head(std::size_t& length) {
  for (;;) {
    // Empty lines before a request are harmless leftovers of some clients.
    while (stream_.buffered().starts_with("\r\n") || stream_.buffered().starts_with('\n'))
      stream_.consume(stream_.buffered().starts_with('\n') ? 1 : 2);
    const auto text = stream_.buffered();
    length = head_length(text, std::min(connection_.searched, text.size()));
    connection_.searched = text.size();
    const auto size = length > 0 ? length : text.size();
    if (size > core_.options().max_header_bytes)
      return refuse({431, "the request's header is too large"});
    if (length > 0) return true;
    const auto io = stream_.fill_now();
    if (io.status != IoStatus::done) return pause(io);
    if (connection_.head_until == 0)
      connection_.head_until = steady_ms() + core_.options().header_ms;
  }
}

std::optional<HeadFault> read_request(ServerCall& call) {
  if (auto fault = parse_request(call.head_text, call.options.max_header_count, call.head))
    return fault;
  const auto hosts = count_fields(call.head.fields, "Host");
  if (hosts > 1 || (hosts == 0 && call.head.minor >= 1))
    return HeadFault{400, "exactly one Host header is needed"};
  if (auto fault = request_framing(call.head, call.framing)) return fault;
  if (call.framing.length > call.options.max_upload_bytes)
    return HeadFault{413, "the body is too large"};
  const auto expect = find_field(call.head.fields, "Expect");
  call.continue_wanted = !expect.empty() && call.head.minor >= 1;
  return read_target(call.head.target, call);
}

bool Turn::begin_request() {
  if (core_.stopping()) return gone();
  std::size_t length = 0;
  if (!gather_head(length)) return false;
  auto held = std::make_shared<ServerCall>(core_, connection_, core_.options());
  auto& call = *held;
  call.head_text.assign(stream_.buffered().substr(0, length));
  stream_.consume(length);
  connection_.searched = 0;
  connection_.head_until = 0;
  if (const auto fault = read_request(call)) return refuse(*fault);
  call.peer = connection_.peer;
  call.reader.emplace(stream_, call.framing);
  core_.count_request();
  connection_.call = std::move(held);
  return ask_gate();
}

/// True when the request goes on to its handler.
bool Turn::ask_gate() {
  const auto& gate = core_.options().gate;
  auto& call = *connection_.call;
  if (!gate) {
    if (call.continue_wanted) call.next = Next::stream;
    return true;
  }
  ServerRequest request(call);
  ServerResponse response(call);
  std::exception_ptr thrown;
  try {
    call.next = gate(request, response);
    if (call.next != Next::answered && !call.started && !call.deferred) return true;
  } catch (...) {
    thrown = std::current_exception();
  }
  const auto held = std::move(connection_.call);
  if (call.deferred) return false;
  if (thrown != nullptr && !call.started && !call.peer_gone)
    core_.options().on_error(request, response, thrown);
  return finish(call, thrown);
}

bool Turn::answer_request() {
  // Not the connection's any more: whoever gets a deferred answer has the connection.
  const auto held = std::move(connection_.call);
  auto& call = *held;
  ServerRequest request(call);
  ServerResponse response(call);
  std::exception_ptr thrown;
  try {
    core_.handler()(request, response);
  } catch (...) {
    thrown = std::current_exception();
  }
  if (call.deferred) {
    if (thrown != nullptr)
      log(Severity::error, "http", core_.options().name + ": a handler threw after deferring");
    return false;
  }
  if (thrown != nullptr && !call.started && !call.peer_gone)
    core_.options().on_error(request, response, thrown);
  return finish(call, thrown);
}

bool Turn::finish(ServerCall& call, const std::exception_ptr& thrown) {
  if (call.deferred) return false;
  if (thrown != nullptr && call.streaming && !call.finished && !call.peer_gone)
    log(Severity::error, "http", core_.options().name + ": an answer was cut off by an error");
  if (!call.started && !call.peer_gone) ServerResponse(call).send();
  if (call.peer_gone || !call.finished) return gone();
  if (!connection_.out.empty()) {
    connection_.close_after_out = !call.keep;
    core_.wait_for_output(connection_, core_.options().stall_ms);
    return false;
  }
  if (call.keep) return true;
  if (call.reader->done()) return gone();
  begin_lingering();
  return false;
}

bool Turn::refuse(const HeadFault& fault) {
  core_.count_bad_request();
  stream_.wire().write(refusal(core_.options(), fault.status, "BAD_REQUEST", fault.text), {});
  begin_lingering();
  return false;
}

/// Closing with unread input makes the kernel reset the connection, and the peer may never see the
/// answer.
void Turn::begin_lingering() {
  connection_.lingering = true;
  stream_.wire().shutdown_write();
  stream_.consume(stream_.buffered().size());
  core_.wait_for_input(connection_, kLingerMs);
}

void Turn::linger() {
  std::array<char, 16 * 1024> scratch;
  for (;;) {
    const auto io = stream_.wire().read(scratch.data(), scratch.size());
    connection_.lingered += io.n;
    if (io.status == IoStatus::done && connection_.lingered <= kLingerBytes) continue;
    if (io.status != IoStatus::want_read) return core_.destroy(connection_);
    const auto left = connection_.deadline_ms - steady_ms();
    return left > 0 ? core_.wait_for_input(connection_, left) : core_.destroy(connection_);
  }
}

}  // namespace

void serve_connection(ServerCore& core, Connection& connection) {
  try {
    Turn(core, connection).run();
  } catch (const std::exception& e) {
    // Nothing but lack of memory gets here, before the connection was handed on.
    log(Severity::error, "http", core.options().name + ": " + e.what());
    core.destroy(connection);
  }
}

}  // namespace stepgate::http::detail
