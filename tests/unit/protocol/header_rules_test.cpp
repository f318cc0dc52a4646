#include "protocol/header_rules.hpp"

#include <gtest/gtest.h>

namespace stepgate::protocol {
namespace {

TEST(HeaderName, IsAToken) {
  EXPECT_EQ(header_name_fault("x-enable-logging", "X-API-Key"), "");
  for (const char* name :
       {"", "a b", "a:b", "a\r\nb", "\xC3\xA4", "Host", "connection", "TRANSFER-ENCODING",
        "Content-Type", "content-length", "x-api-KEY", "Authorization"}) {
    EXPECT_NE(header_name_fault(name, "X-API-Key"), "") << name;
  }
  EXPECT_EQ(header_name_fault("X-API-Key", ""), "");
}

TEST(HeaderValue, IsPrintableAscii) {
  EXPECT_EQ(header_value_fault("on, and\tmore"), "");
  EXPECT_EQ(header_value_fault(""), "");
  for (const char* value : {"a\r\nX: y", "a\nb", "\xC3\xA4", "\x7F", "\x01"}) {
    EXPECT_NE(header_value_fault(value), "") << value;
  }
  EXPECT_NE(header_value_fault(std::string(9000, 'x')), "");
}

}  // namespace
}  // namespace stepgate::protocol
