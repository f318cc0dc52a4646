#include "http/server_connection.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>
#include <exception>

namespace sample {
namespace {

constexpr std::size_t kReadSize = 64 * 1024;
constexpr std::size_t kReadPerTurn =
    1 << 20;  // so that one busy client does not keep the others waiting
constexpr std::size_t kOutKept = 1 << 20;
constexpr auto kIdleLimit = std::chrono::seconds(120);
constexpr auto kStalledLimit = std::chrono::seconds(30);
constexpr auto kDrainLimit = std::chrono::seconds(2);

}  // namespace

ServerConnection::ServerConnection(Server& server, UniqueFd fd)
    : server_(server), fd_(std::move(fd)), active_(server.loop_.now()) {}

void ServerConnection::start() {
  watched_ = EPOLLIN;
  server_.loop_.watch(fd_.get(), *this, watched_);
}

void ServerConnection::on_events(std::uint32_t events) {
  if (state_ == State::kClosed) return;
  if (events & (EPOLLERR | EPOLLHUP)) return close();
  if (state_ == State::kDraining) return drain();
  active_ = server_.loop_.now();
  if (events & EPOLLOUT) flush();
  if ((events & EPOLLIN) && state_ != State::kClosed) receive();
  if (state_ == State::kReading) handle_requests();
}

void ServerConnection::receive() {
  std::size_t total = 0;
  while (total < kReadPerTurn && !peer_done_) {
    const auto space = in_.writable(kReadSize);
    const auto count = ::recv(fd_.get(), space.data(), space.size(), 0);
    if (count < 0) {
      if (errno != EAGAIN && errno != EINTR) close();
      return;
    }
    if (count == 0) peer_done_ = true;
    in_.commit(static_cast<std::size_t>(count));
    total += static_cast<std::size_t>(count);
    if (static_cast<std::size_t>(count) < space.size()) return;
  }
}

void ServerConnection::handle_requests() {
  busy_ = true;
  while (state_ == State::kReading) {
    const auto state = reader_.read(in_);
    if (state == MessageReader::State::kComplete) {
      handle_one();
      continue;
    }
    if (state == MessageReader::State::kRefused) {
      refuse(reader_.refusal());
    } else if (peer_done_) {
      close();
    } else if (reader_.take_expectation()) {
      out_ += "HTTP/1.1 100 Continue\r\n\r\n";
      flush();
    }
    break;
  }
  busy_ = false;
  if (state_ == State::kHandling) watch_for(0);
}

void ServerConnection::handle_one() {
  const Head& head = reader_.head();
  const auto question = head.second.find('?');
  const bool has_query = question != std::string_view::npos;
  const bool is_head = head.first == "HEAD";
  state_ = State::kHandling;
  with_body_ = !is_head;
  close_after_ = !reader_.keep_alive();
  const Request request{is_head ? "GET" : head.first, head.second.substr(0, question),
                        has_query ? head.second.substr(question + 1) : std::string_view(), head,
                        reader_.body()};
  try {
    server_.handler_(request, Responder(weak_from_this()));
  } catch (const std::exception& error) {
    respond(error_response(500, "INTERNAL_ERROR", error.what()));
  }
  // The request's views were for the handler alone, so its bytes can go, whether it has answered or
  // not.
  if (state_ != State::kClosed) reader_.next(in_);
}

void ServerConnection::respond(const Response& response) {
  if (state_ != State::kHandling) return;
  write(response);
  if (!busy_ && state_ == State::kReading) handle_requests();
}

// The client may still be sending: what it sends is read and thrown away for a moment, since
// closing at once would take the answer from it.
void ServerConnection::refuse(int status) {
  close_after_ = true;
  with_body_ = true;
  write(error_response(status, "BAD_REQUEST", reason_phrase(status)));
}

void ServerConnection::write(const Response& response) {
  append_response(response, with_body_, close_after_, out_);
  state_ = State::kWriting;
  flush();
}

void ServerConnection::flush() {
  while (sent_ < out_.size()) {
    const auto count = ::send(fd_.get(), out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return watch_for(EPOLLOUT);
    if (count < 0) return close();
    sent_ += static_cast<std::size_t>(count);
  }
  sent_ = 0;
  out_.clear();
  if (out_.capacity() > kOutKept) out_.shrink_to_fit();
  if (state_ != State::kWriting) return;
  if (close_after_) {
    ::shutdown(fd_.get(), SHUT_WR);
    state_ = State::kDraining;
  } else {
    state_ = State::kReading;
  }
  watch_for(EPOLLIN);
}

void ServerConnection::drain() {
  const auto space = in_.writable(kReadSize);
  const auto count = ::recv(fd_.get(), space.data(), space.size(), 0);
  if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) close();
}

void ServerConnection::close() {
  if (state_ == State::kClosed) return;
  state_ = State::kClosed;
  server_.loop_.forget(fd_.get());
  fd_.reset();
  server_.drop(*this);
}

bool ServerConnection::is_overdue(Clock::time_point now) const {
  const auto silent = now - active_;
  switch (state_) {
    case State::kReading:
      return silent > (in_.empty() ? kIdleLimit : kStalledLimit);
    case State::kWriting:
      return silent > kStalledLimit;
    case State::kDraining:
      return silent > kDrainLimit;
    case State::kHandling:
    case State::kClosed:
      break;
  }
  return false;
}

void ServerConnection::watch_for(std::uint32_t events) {
  if (state_ == State::kClosed || events == watched_) return;
  watched_ = events;
  server_.loop_.change(fd_.get(), *this, events);
}

}  // namespace sample
