#include "peers.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <utility>

namespace stepgate::http::test {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

std::uint16_t port_of(int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

int bound_socket() {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = loopback(0);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("bind failed");
  return fd;
}

bool wait_readable(int fd, int ms) {
  pollfd entry{fd, POLLIN, 0};
  return ::poll(&entry, 1, ms) > 0;
}

}  // namespace

RawConnection::~RawConnection() { close(); }

bool RawConnection::write(std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool RawConnection::more() {
  std::array<char, 64 * 1024> piece;
  if (fd_ < 0 || !wait_readable(fd_, 10'000)) return false;
  const auto got = ::recv(fd_, piece.data(), piece.size(), 0);
  if (got > 0) in_.append(piece.data(), static_cast<std::size_t>(got));
  return got > 0;
}

std::string RawConnection::read_until(std::string_view mark) {
  std::size_t at = 0;
  while ((at = in_.find(mark)) == std::string::npos)
    if (!more()) return std::exchange(in_, {});
  auto out = in_.substr(0, at + mark.size());
  in_.erase(0, out.size());
  return out;
}

std::string RawConnection::read_exactly(std::size_t n) {
  while (in_.size() < n && more()) continue;
  auto out = in_.substr(0, n);
  in_.erase(0, out.size());
  return out;
}

std::string RawConnection::read_to_end() {
  while (more()) continue;
  return std::exchange(in_, {});
}

std::string RawConnection::read_message() {
  auto head = read_until("\r\n\r\n");
  const auto at = head.find("Content-Length: ");
  if (at == std::string::npos) return head;
  return head + read_exactly(std::strtoul(head.c_str() + at + 16, nullptr, 10));
}

bool RawConnection::wait_for_end() {
  std::array<char, 4096> piece;
  for (;;) {
    if (!wait_readable(fd_, 10'000)) return false;
    if (::recv(fd_, piece.data(), piece.size(), 0) <= 0) return true;
  }
}

bool RawConnection::has_data() const { return !in_.empty() || wait_readable(fd_, 0); }

void RawConnection::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

void RawConnection::reset() {
  const linger now{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  close();
}

void RawConnection::shutdown_write() { ::shutdown(fd_, SHUT_WR); }

RawServer::RawServer(Script script) : script_(std::move(script)), listener_(bound_socket()) {
  ::listen(listener_, 64);
  port_ = port_of(listener_);
  acceptor_ = std::thread([this] { run(); });
}

RawServer::~RawServer() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  for (auto& thread : threads_) thread.join();
}

void RawServer::run() {
  for (;;) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    const int index = count_++;
    const std::lock_guard lock(mutex_);
    threads_.emplace_back([this, fd, index] {
      RawConnection connection(fd);
      script_(connection, index);
    });
  }
}

std::string RawServer::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
}

int dial(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = loopback(port);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("connect failed");
  return fd;
}

std::uint16_t closed_port() {
  const int fd = bound_socket();
  const auto port = port_of(fd);
  ::close(fd);
  return port;
}

std::string ok(std::string_view body, std::string_view extra_headers) {
  return "HTTP/1.1 200 OK\r\n" + std::string(extra_headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

}  // namespace stepgate::http::test
