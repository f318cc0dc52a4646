#include "http/client_connection.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <utility>

#include "http/client_pool.hpp"

namespace sample {
namespace {

constexpr std::size_t kReadSize = 8 * 1024;

ClientResult result_of(const Head& head) {
  ClientResult result;
  const auto status = head.second;
  std::from_chars(status.data(), status.data() + status.size(), result.status);
  const auto after = head.value("retry-after");
  int seconds = 0;
  std::from_chars(after.data(), after.data() + after.size(), seconds);
  if (seconds > 0) result.retry_after = std::chrono::seconds(seconds);
  return result;
}

}  // namespace

ClientConnection::ClientConnection(ClientPool& pool, EventLoop& loop, UniqueFd fd)
    : pool_(pool), loop_(loop), fd_(std::move(fd)), watched_(EPOLLIN | EPOLLOUT) {
  loop_.watch(fd_.get(), *this, watched_);
}

void ClientConnection::start(ClientRequest request) {
  request_ = std::move(request);
  sent_ = 0;
  got_bytes_ = false;
  started_ = loop_.now();
  if (connected_) flush();
}

bool ClientConnection::is_overdue(Clock::time_point started_before) const {
  return request_ && started_ < started_before;
}

void ClientConnection::on_events(std::uint32_t events) {
  if (!fd_.valid()) return;
  if (events & (EPOLLERR | EPOLLHUP)) {
    // What the peer said before it hung up still counts.
    if ((events & EPOLLIN) && connected_) receive();
    return fd_.valid() ? gone() : void();
  }
  if (events & EPOLLOUT) {
    connected_ = true;
    flush();
  }
  if ((events & EPOLLIN) && fd_.valid()) receive();
}

void ClientConnection::flush() {
  if (!request_) return watch_for(EPOLLIN);
  const std::size_t head = request_->head.size();
  const std::size_t total = head + request_->body.size();
  while (sent_ < total) {
    std::array<iovec, 2> parts{};
    std::size_t count = 0;
    if (sent_ < head) parts[count++] = {request_->head.data() + sent_, head - sent_};
    const std::size_t from = sent_ > head ? sent_ - head : 0;
    if (from < request_->body.size()) {
      parts[count++] = {const_cast<char*>(request_->body.data() + from),
                        request_->body.size() - from};
    }
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = count;
    const auto written = ::sendmsg(fd_.get(), &message, MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) return watch_for(EPOLLIN | EPOLLOUT);
    if (written < 0) return watch_for(EPOLLIN);  // epoll reports the error next
    sent_ += static_cast<std::size_t>(written);
  }
  watch_for(EPOLLIN);
}

void ClientConnection::receive() {
  bool open = true;
  while (open) {
    const auto space = in_.writable(kReadSize);
    const auto count = ::recv(fd_.get(), space.data(), space.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) break;
    open = count > 0;
    if (!open) break;
    got_bytes_ = true;
    in_.commit(static_cast<std::size_t>(count));
    if (in_.size() > kMaxAnswer + kMaxHeadBytes) open = false;
    if (static_cast<std::size_t>(count) < space.size()) break;
  }
  if (!request_) open = false;  // nothing was asked for: it has closed, or speaks out of turn
  read_answers();
  if (open || !fd_.valid()) return;
  if (request_ && reader_.read_at_close(in_) == MessageReader::State::kComplete) {
    return finish(result_of(reader_.head()), false);
  }
  gone();
}

void ClientConnection::read_answers() {
  while (request_) {
    const auto state = reader_.read(in_);
    if (state == MessageReader::State::kMore) return;
    if (state == MessageReader::State::kRefused) return finish({}, false);
    const auto result = result_of(reader_.head());
    const bool whole = sent_ == request_->head.size() + request_->body.size();
    const bool reusable = reader_.keep_alive() && whole;
    reader_.next(in_);
    if (result.status < 200) continue;  // 100 Continue
    return finish(result, reusable && in_.empty());
  }
}

void ClientConnection::finish(const ClientResult& result, bool reusable) {
  const auto done = std::move(request_->done);
  request_.reset();
  used_before_ = true;
  if (reusable) {
    pool_.on_free(*this);
  } else {
    gone();
  }
  done(result);
}

// A connection that had been used before may have been closed by the peer just as the request left:
// it is sent once more over another one. That is safe for callbacks, whose token is good for one
// result.
void ClientConnection::gone() {
  loop_.forget(fd_.get());
  fd_.reset();
  auto request = std::exchange(request_, std::nullopt);
  pool_.on_gone(*this);
  if (request && used_before_ && !got_bytes_) {
    pool_.again(std::move(*request));
  } else if (request) {
    loop_.at_end_of_turn([done = std::move(request->done)] { done({}); });
  }
  pool_.send_waiting();
}

void ClientConnection::fail() {
  got_bytes_ = true;  // it has had its time: not once more
  gone();
}

void ClientConnection::abandon() {
  request_.reset();
  loop_.forget(fd_.get());
  fd_.reset();
}

void ClientConnection::watch_for(std::uint32_t events) {
  if (!fd_.valid() || events == watched_) return;
  watched_ = events;
  loop_.change(fd_.get(), *this, events);
}

}  // namespace sample
