#include <Poco/Net/NetException.h>
#include <Poco/Net/StreamSocket.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "http/detail/wire.hpp"

namespace stepgate::http::detail {
namespace {

class PlainWire final : public Wire {
 public:
  explicit PlainWire(const Poco::Net::StreamSocket& socket)
      : socket_(socket), fd_(socket.impl()->sockfd()) {}

  int fd() const noexcept override { return fd_; }
  bool secure() const noexcept override { return false; }
  Io handshake() override { return {}; }
  std::string error() const override { return error_; }
  void shutdown_write() noexcept override { ::shutdown(fd_, SHUT_WR); }
  void shutdown_read() noexcept override { ::shutdown(fd_, SHUT_RD); }
  void abort() noexcept override { ::shutdown(fd_, SHUT_RDWR); }

  Io read(char* out, std::size_t n) override {
    for (;;) {
      const auto got = ::recv(fd_, out, n, 0);
      if (got > 0) return {IoStatus::done, static_cast<std::size_t>(got)};
      if (got == 0) return {IoStatus::eof, 0};
      if (errno != EINTR) return stopped(IoStatus::want_read);
    }
  }

  Io write(std::string_view first, std::string_view second) override {
    std::array<iovec, 2> parts{{{const_cast<char*>(first.data()), first.size()},
                                {const_cast<char*>(second.data()), second.size()}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    for (;;) {
      const auto sent = ::sendmsg(fd_, &message, MSG_NOSIGNAL);
      if (sent >= 0) return {IoStatus::done, static_cast<std::size_t>(sent)};
      if (errno != EINTR) return stopped(IoStatus::want_write);
    }
  }

 private:
  Io stopped(IoStatus wait) {
    if (errno == EAGAIN || errno == EWOULDBLOCK) return {wait, 0};
    error_ = std::strerror(errno);
    return {IoStatus::failed, 0};
  }

  Poco::Net::StreamSocket socket_;  // owns the descriptor
  int fd_;
  std::string error_;
};

}  // namespace

void prepare_socket(const Poco::Net::StreamSocket& socket) {
  auto* impl = socket.impl();
  ::fcntl(impl->sockfd(), F_SETFD, FD_CLOEXEC);
  impl->setBlocking(false);
  try {
    impl->setNoDelay(true);
  } catch (const Poco::Net::NetException&) {
    // The peer may be gone already; the first read or write says so.
  }
}

std::unique_ptr<Wire> plain_wire(const Poco::Net::StreamSocket& socket) {
  prepare_socket(socket);
  return std::make_unique<PlainWire>(socket);
}

}  // namespace stepgate::http::detail
