#include "http/server_response.hpp"

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/text.hpp"
#include "http/detail/server_call.hpp"
#include "http/detail/server_core.hpp"

namespace stepgate::http {

using detail::IoError;
using detail::IoStatus;
using detail::Millis;
using detail::Patience;
using detail::ServerCall;

namespace {

constexpr std::size_t kGather = 16 * 1024;

bool written_by_server(std::string_view name) {
  for (std::string_view own : {"Content-Length", "Transfer-Encoding", "Connection", "Date"})
    if (iequals(name, own)) return true;
  return false;
}

Patience patience_of(const ServerCall& call) {
  Patience patience;
  patience.stall = Millis(call.options.stall_ms);
  return patience;
}

[[noreturn]] void client_gone(ServerCall& call, const std::string& cause) {
  call.peer_gone = true;
  throw Error(ErrorKind::unavailable, "CLIENT_GONE", call.peer, "the client no longer reads", {},
              cause);
}

void require_unanswered(const ServerCall& call) {
  if (call.started || call.deferred)
    throw Error(ErrorKind::internal, "ANSWERED_TWICE", call.path, "the answer was given already");
}

void write_or_throw(ServerCall& call, std::string_view first, std::string_view second) {
  if (call.peer_gone) client_gone(call, {});
  try {
    call.connection.stream.write(first, second, patience_of(call));
  } catch (const IoError& e) {
    client_gone(call, e.what());
  }
}

}  // namespace

ServerResponse& ServerResponse::status(int code) noexcept {
  call_.status = code;
  return *this;
}

int ServerResponse::status() const noexcept { return call_.status; }
bool ServerResponse::started() const noexcept { return call_.started || call_.deferred; }

ServerResponse& ServerResponse::header(std::string_view name, std::string_view value) {
  if (!is_token(name) || !is_field_value(value) || written_by_server(name))
    throw Error(ErrorKind::internal, "BAD_HEADER", std::string(name), "cannot be sent as a header");
  set_header(call_.headers, name, value);
  return *this;
}

void ServerResponse::send(std::string_view body, std::string_view content_type) {
  require_unanswered(call_);
  call_.started = true;
  call_.keep = can_keep(call_);
  const auto head = detail::response_head(call_.status, call_.headers,
                                          body.empty() ? std::string_view() : content_type,
                                          body.size(), false, call_.keep, call_.head.minor);
  if (call_.head_only() || detail::has_no_body(call_.status)) body = {};
  // What does not fit into the socket is sent as the peer takes it: no thread waits.
  std::string_view first = head;
  detail::Io io;
  while (io.status == IoStatus::done && !(first.empty() && body.empty())) {
    io = call_.connection.stream.wire().write(first, body);
    const auto of_first = std::min(io.n, first.size());
    first.remove_prefix(of_first);
    body.remove_prefix(io.n - of_first);
  }
  call_.peer_gone = io.status == IoStatus::failed || io.status == IoStatus::eof;
  call_.finished = !call_.peer_gone;
  if (call_.finished) call_.connection.out.append(first).append(body);
}

void ServerResponse::begin(std::string_view content_type) {
  require_unanswered(call_);
  call_.started = call_.streaming = true;
  call_.chunked = call_.head.minor >= 1 && !detail::has_no_body(call_.status);
  // The handler is still reading an upload: what has arrived of it is the handler's, not to be
  // drained.
  const bool uploading = call_.uploaded > 0 && !call_.reader->done();
  call_.keep = call_.chunked && !uploading && can_keep(call_);
  const auto head = detail::response_head(call_.status, call_.headers, content_type, std::nullopt,
                                          call_.chunked, call_.keep, call_.head.minor);
  write_or_throw(call_, head, {});
}

void ServerResponse::write(std::string_view piece) {
  if (call_.head_only()) return;
  call_.chunk.append(piece);
  if (call_.chunk.size() >= kGather) flush();
}

void ServerResponse::flush() {
  if (call_.chunk.empty()) return;
  std::array<char, 32> size{};
  const int length =
      call_.chunked ? std::snprintf(size.data(), size.size(), "%zx\r\n", call_.chunk.size()) : 0;
  if (call_.chunked) call_.chunk += "\r\n";
  write_or_throw(call_, std::string_view(size.data(), static_cast<std::size_t>(length)),
                 call_.chunk);
  call_.chunk.clear();
}

void ServerResponse::end() {
  if (!call_.streaming || call_.finished) return;
  flush();
  if (call_.chunked && !call_.head_only()) write_or_throw(call_, "0\r\n\r\n", {});
  call_.finished = true;
}

Reply ServerResponse::defer() {
  require_unanswered(call_);
  Reply reply;
  reply.connection_ = &call_.connection;
  reply.minor_ = call_.head.minor;
  reply.head_only_ = call_.head_only();
  reply.keep_ = can_keep(call_);
  call_.deferred = true;
  call_.core.count_deferred(1);
  reply.core_ = call_.core.shared_from_this();
  return reply;
}

// ---- Reply

Reply::Reply(Reply&& other) noexcept { *this = std::move(other); }

Reply& Reply::operator=(Reply&& other) noexcept {
  if (this == &other) return *this;
  if (core_) send(500, {});
  core_ = std::move(other.core_);
  other.core_ = nullptr;
  connection_ = other.connection_;
  minor_ = other.minor_;
  head_only_ = other.head_only_;
  keep_ = other.keep_;
  return *this;
}

Reply::~Reply() {
  if (core_) send(500, {});
}

void Reply::send(int status, std::string_view body, std::string_view content_type,
                 const Headers& headers) {
  if (!core_) return;
  const auto core = std::move(core_);
  core_ = nullptr;
  auto text = detail::response_head(status, headers, body.empty() ? "" : content_type, body.size(),
                                    false, keep_, minor_);
  if (!head_only_ && !detail::has_no_body(status)) text.append(body);
  auto& stream = connection_->stream;
  const auto io = stream.wire().write(text, {});
  const auto sent = io.status == IoStatus::done ? io.n : 0;
  connection_->close_after_out = !keep_;
  if (io.status == IoStatus::failed || io.status == IoStatus::eof) {
    core->destroy(*connection_);
  } else if (sent < text.size() || !keep_) {
    // A worker sends the rest, and says goodbye where that is due.
    connection_->out = text.substr(sent);
    core->wait_for_output(*connection_, core->options().stall_ms);
  } else if (!stream.buffered().empty() || stream.wire().secure()) {
    core->requeue(*connection_);
  } else {
    core->wait_for_input(*connection_, core->options().keep_alive_ms);
  }
  core->count_deferred(-1);
}

}  // namespace stepgate::http
