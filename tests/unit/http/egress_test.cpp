#include "http/egress.hpp"

#include <gtest/gtest.h>

namespace stepgate::http {
namespace {

TEST(Egress, ClassesOfAddresses) {
  const std::vector<std::pair<AddressClass, std::vector<const char*>>> table{
      {AddressClass::loopback, {"127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"}},
      {AddressClass::private_net,
       {"10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.9.9", "100.64.0.1", "fd00::1",
        "fc00::", "::ffff:10.0.0.1", "2002:0a00:0001::", "64:ff9b::c0a8:101", "fec0::1"}},
      {AddressClass::link_local,
       {"169.254.169.254", "fe80::1", "fe80::1%eth0", "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe"}},
      {AddressClass::never,
       {"0.0.0.0", "0.1.2.3", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::", "ff02::1",
        "::7f00:1", "not an address", "", "1.2.3"}},
      {AddressClass::public_net,
       {"8.8.8.8", "172.32.0.1", "172.15.255.255", "192.169.0.1", "100.128.0.1", "128.0.0.1",
        "2606:4700::1", "2002:0808:0808::", "169.253.1.1", "::ffff:8.8.8.8"}}};
  for (const auto& [kind, addresses] : table)
    for (const auto* address : addresses) EXPECT_EQ(classify_address(address), kind) << address;
}

TEST(Egress, DefaultsRefuseOnlyMetadataServices) {
  const EgressPolicy policy;
  EXPECT_EQ(policy.refusal("h", 80, "127.0.0.1"), "");
  EXPECT_EQ(policy.refusal("h", 80, "10.0.0.1"), "");
  EXPECT_EQ(policy.refusal("h", 80, "8.8.8.8"), "");
  EXPECT_NE(policy.refusal("h", 80, "169.254.169.254").find("link-local"), std::string::npos);
  EXPECT_NE(policy.refusal("h", 80, "0.0.0.0"), "");
}

TEST(Egress, AListedHostGoesThroughAStrictPolicy) {
  EgressPolicy policy;
  policy.allow_loopback = policy.allow_private = false;
  policy.always_allowed = {"Inside.example", "db:5432"};
  EXPECT_NE(policy.refusal("other", 80, "10.0.0.1"), "");
  EXPECT_NE(policy.refusal("localhost", 80, "127.0.0.1"), "");
  EXPECT_EQ(policy.refusal("inside.EXAMPLE", 80, "10.0.0.1"), "");
  EXPECT_EQ(policy.refusal("db", 5432, "10.0.0.1"), "");
  EXPECT_NE(policy.refusal("db", 5433, "10.0.0.1"), "");
  EXPECT_NE(policy.refusal("inside.example", 80, "255.255.255.255"), "");
}

}  // namespace
}  // namespace stepgate::http
