// Where outgoing calls may go. Checked on the address that a name resolved to, right before
// connecting to that very address.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stepgate::http {

enum class AddressClass : std::uint8_t {
  public_net,
  loopback,     ///< 127.0.0.0/8, ::1
  private_net,  ///< RFC 1918, RFC 6598, fc00::/7
  link_local,   ///< 169.254.0.0/16 (metadata services live there), fe80::/10
  never         ///< unspecified, multicast, broadcast, reserved: no service has such an address
};

/// `address` is an IPv4 or IPv6 address in text. IPv4 inside IPv6 (mapped, 6to4, NAT64) counts as
/// that IPv4 address. What is not an address is `never`.
AddressClass classify_address(std::string_view address) noexcept;

struct EgressPolicy {
  bool allow_loopback = true;
  bool allow_private = true;
  bool allow_link_local = false;
  /// "host" or "host:port" as in the URL, without case: goes anywhere but to class `never`.
  std::vector<std::string> always_allowed;

  /// Empty when allowed, else why not, with the class in words.
  std::string refusal(std::string_view host, std::uint16_t port, std::string_view address) const;
};

}  // namespace stepgate::http
