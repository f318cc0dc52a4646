#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "net/unique_fd.hpp"

namespace sample {

struct HostPort {
  std::string host;  // a name or an address, without the brackets of IPv6
  std::uint16_t port = 0;
};

// "127.0.0.1:80", "[::1]:80"; `default_port` when none is named. Nothing when it cannot be read.
std::optional<HostPort> parse_host_port(std::string_view text,
                                        std::optional<std::uint16_t> default_port);

struct Address {
  sockaddr_storage storage{};
  socklen_t size = 0;
};

// The first address of a host; a name is looked up, which may block. Nothing when it is unknown.
std::optional<Address> resolve(const HostPort& where);

// A listening, non-blocking socket; throws std::system_error with the address in its text.
UniqueFd listen_on(const HostPort& where);
std::uint16_t bound_port(int fd);

// A non-blocking socket that is connecting; not valid when that failed at once.
UniqueFd connect_to(const Address& address);

void send_without_delay(int fd);  // TCP_NODELAY

}  // namespace sample
