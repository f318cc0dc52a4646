#include <gtest/gtest.h>

#include "entry.hpp"

namespace {

using stepgate::sdk::Json;
using stepgate::sdk::testing::Auth;
using stepgate::sdk::testing::FakeHost;

class Basic : public ::testing::Test {
 protected:
  static Json request(Json credential, const char* realm = "optional") {
    return Json::object({{"scheme", Json::object({{"kind", "basic"}, {"realm", realm}})},
                         {"credential", std::move(credential)},
                         {"previous", nullptr},
                         {"reason", "first"}});
  }
  static Json pair(const char* user, const char* password) {
    return Json::object({{"username", user}, {"password", password}});
  }
  /// "username*,password*,realm": a star for what is required.
  std::string inputs(const char* realm) {
    std::string names;
    const auto answer = auth_.inputs(request(Json(), realm)).json();
    for (const auto& one : answer["inputs"].items())
      names +=
          (names.empty() ? "" : ",") + one["name"].text() + (one["required"].boolean() ? "*" : "");
    return names;
  }
  FakeHost host_;
  Auth auth_{host_, stepgate_plugin_entry, "auth-basic"};
};

TEST_F(Basic, asks_for_a_realm_as_the_scheme_says) {
  EXPECT_EQ(inputs("required"), "username*,password*,realm*");
  EXPECT_EQ(inputs("none"), "username*,password*");
  EXPECT_EQ(inputs("optional"), "username*,password*,realm");
}

TEST_F(Basic, only_the_password_is_secret) {
  const auto answer = auth_.inputs(request(Json())).json();
  for (const auto& one : answer["inputs"].items())
    EXPECT_EQ(one["secret"].boolean(), one["name"].text() == "password");
}

TEST_F(Basic, encodes_name_and_password) {
  // The example of RFC 7617 section 2, and the one of section 2.1 with a character beyond ASCII.
  const auto grant = auth_.grant(request(pair("Aladdin", "open sesame"))).json();
  EXPECT_EQ(grant["headers"]["Authorization"].text(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_TRUE(grant["expiresAt"].is_null());
  EXPECT_FALSE(grant["renewable"].boolean());
  const auto pound = auth_.grant(request(pair("test", "123\xC2\xA3"))).json();
  EXPECT_EQ(pound["headers"]["Authorization"].text(), "Basic dGVzdDoxMjPCow==");
  const auto colon = auth_.grant(request(pair("a", "b:c"))).json();
  EXPECT_EQ(colon["headers"]["Authorization"].text(), "Basic YTpiOmM=");
}

TEST_F(Basic, never_sends_the_realm) {
  auto credential = pair("a", "b");
  credential.set("realm", "Countries");
  const auto reply = auth_.grant(request(credential, "required"));
  ASSERT_TRUE(reply.ok()) << reply.message;
  EXPECT_EQ(reply.text.find("Countries"), std::string::npos);
}

TEST_F(Basic, names_the_input_that_is_wrong) {
  const auto wrong = [&](Json credential, const char* input, const char* realm = "optional") {
    const auto reply = auth_.grant(request(std::move(credential), realm));
    EXPECT_EQ(reply.code, "CREDENTIAL_INVALID");
    EXPECT_EQ(reply.message.substr(0, reply.message.find(':')), input);
  };
  wrong(pair("", "b"), "username");
  wrong(pair("a:b", "c"), "username");
  wrong(pair("a", ""), "password");
  wrong(pair("a", "line\nbreak"), "password");
  wrong(pair("a", "b"), "realm", "required");
}

}  // namespace
