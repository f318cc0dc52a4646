#include "net/sockets.hpp"

#include <netdb.h>
#include <netinet/tcp.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <system_error>

namespace sample {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, port);
  if (text.empty() || error != std::errc() || last != end) return std::nullopt;
  return port;
}

UniqueFd stream_socket(int family) {
  return UniqueFd(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

}  // namespace

std::optional<HostPort> parse_host_port(std::string_view text,
                                        std::optional<std::uint16_t> default_port) {
  std::string_view host = text;
  std::string_view rest;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    host = text.substr(1, end - 1);
    rest = text.substr(end + 1);
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    rest = text.substr(colon);
  }
  const auto port = rest.empty()          ? default_port
                    : rest.front() == ':' ? parse_port(rest.substr(1))
                                          : std::nullopt;
  if (host.empty() || !port) return std::nullopt;
  return HostPort{std::string(host), *port};
}

std::optional<Address> resolve(const HostPort& where) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const auto port = std::to_string(where.port);
  if (::getaddrinfo(where.host.c_str(), port.c_str(), &hints, &found) != 0) return std::nullopt;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, ::freeaddrinfo);
  Address address;
  std::memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
  address.size = found->ai_addrlen;
  return address;
}

UniqueFd listen_on(const HostPort& where) {
  const std::string name = where.host + ":" + std::to_string(where.port);
  const auto address = resolve(where);
  if (!address) {
    throw std::system_error(EADDRNOTAVAIL, std::generic_category(), "listen on " + name);
  }
  UniqueFd fd = stream_socket(address->storage.ss_family);
  const int on = 1;
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const auto* raw = reinterpret_cast<const sockaddr*>(&address->storage);
  if (::bind(fd.get(), raw, address->size) != 0 || ::listen(fd.get(), 1024) != 0) {
    throw std::system_error(errno, std::generic_category(), "listen on " + name);
  }
  return fd;
}

std::uint16_t bound_port(int fd) {
  Address address;
  address.size = sizeof address.storage;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address.storage), &address.size) != 0)
    return 0;
  return ntohs(address.storage.ss_family == AF_INET6
                   ? reinterpret_cast<const sockaddr_in6*>(&address.storage)->sin6_port
                   : reinterpret_cast<const sockaddr_in*>(&address.storage)->sin_port);
}

UniqueFd connect_to(const Address& address) {
  UniqueFd fd = stream_socket(address.storage.ss_family);
  if (!fd.valid()) return fd;
  send_without_delay(fd.get());
  const auto* raw = reinterpret_cast<const sockaddr*>(&address.storage);
  if (::connect(fd.get(), raw, address.size) != 0 && errno != EINPROGRESS) fd.reset();
  return fd;
}

void send_without_delay(int fd) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace sample
