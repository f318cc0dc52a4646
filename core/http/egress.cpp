#include "http/egress.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.hpp"

namespace stepgate::http {
namespace {

struct Block {
  std::uint32_t prefix;
  int bits;
  AddressClass kind;
};

constexpr std::array<Block, 10> kIpv4Blocks{{
    {0x00000000, 8, AddressClass::never},         // 0.0.0.0/8
    {0x7f000000, 8, AddressClass::loopback},      // 127.0.0.0/8
    {0x0a000000, 8, AddressClass::private_net},   // 10.0.0.0/8
    {0xac100000, 12, AddressClass::private_net},  // 172.16.0.0/12
    {0xc0a80000, 16, AddressClass::private_net},  // 192.168.0.0/16
    {0x64400000, 10, AddressClass::private_net},  // 100.64.0.0/10
    {0xc6120000, 15, AddressClass::private_net},  // 198.18.0.0/15
    {0xa9fe0000, 16, AddressClass::link_local},   // 169.254.0.0/16
    {0xe0000000, 4, AddressClass::never},         // multicast
    {0xf0000000, 4, AddressClass::never},         // reserved, broadcast
}};

AddressClass classify_ipv4(std::uint32_t address) noexcept {
  for (const auto& block : kIpv4Blocks)
    if ((address ^ block.prefix) >> (32 - block.bits) == 0) return block.kind;
  return AddressClass::public_net;
}

std::uint32_t ipv4_at(const in6_addr& address, std::size_t offset) noexcept {
  std::uint32_t value = 0;
  std::memcpy(&value, address.s6_addr + offset, sizeof value);
  return ntohl(value);
}

AddressClass classify_ipv6(const in6_addr& address) noexcept {
  const auto* bytes = address.s6_addr;
  if (IN6_IS_ADDR_LOOPBACK(&address)) return AddressClass::loopback;
  if (IN6_IS_ADDR_V4MAPPED(&address)) return classify_ipv4(ipv4_at(address, 12));
  const bool leading_zeros = std::all_of(bytes, bytes + 12, [](auto byte) { return byte == 0; });
  if (leading_zeros) return AddressClass::never;  // unspecified and the old IPv4-compatible form
  if (bytes[0] == 0x20 && bytes[1] == 0x02) return classify_ipv4(ipv4_at(address, 2));
  constexpr std::array<unsigned char, 4> kNat64{0x00, 0x64, 0xff, 0x9b};
  if (std::equal(kNat64.begin(), kNat64.end(), bytes)) return classify_ipv4(ipv4_at(address, 12));
  if (bytes[0] == 0xff) return AddressClass::never;
  if (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80) return AddressClass::link_local;
  if (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0xc0) return AddressClass::private_net;
  if ((bytes[0] & 0xfe) == 0xfc) return AddressClass::private_net;
  return AddressClass::public_net;
}

std::string_view class_name(AddressClass kind) noexcept {
  switch (kind) {
    case AddressClass::loopback:
      return "a loopback address";
    case AddressClass::private_net:
      return "a private address";
    case AddressClass::link_local:
      return "a link-local address";
    case AddressClass::never:
      return "not the address of a service";
    case AddressClass::public_net:
      break;
  }
  return "a public address";
}

}  // namespace

AddressClass classify_address(std::string_view address) noexcept {
  std::array<char, INET6_ADDRSTRLEN> text{};
  address = address.substr(0, address.find('%'));  // a scope id does not change the class
  if (address.size() >= text.size()) return AddressClass::never;
  std::copy(address.begin(), address.end(), text.begin());
  in_addr v4{};
  if (inet_pton(AF_INET, text.data(), &v4) == 1) return classify_ipv4(ntohl(v4.s_addr));
  in6_addr v6{};
  if (inet_pton(AF_INET6, text.data(), &v6) == 1) return classify_ipv6(v6);
  return AddressClass::never;
}

std::string EgressPolicy::refusal(std::string_view host, std::uint16_t port,
                                  std::string_view address) const {
  const auto kind = classify_address(address);
  const std::string with_port = std::string(host) + ":" + std::to_string(port);
  const bool listed = std::any_of(always_allowed.begin(), always_allowed.end(), [&](auto& entry) {
    return iequals(entry, host) || iequals(entry, with_port);
  });
  const bool allowed = kind == AddressClass::public_net ||
                       (kind == AddressClass::loopback && allow_loopback) ||
                       (kind == AddressClass::private_net && allow_private) ||
                       (kind == AddressClass::link_local && allow_link_local);
  if (allowed || (listed && kind != AddressClass::never)) return {};
  return std::string(address) + " is " + std::string(class_name(kind)) +
         ", which the egress policy refuses";
}

}  // namespace stepgate::http
