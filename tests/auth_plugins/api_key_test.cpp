#include <gtest/gtest.h>

#include "entry.hpp"

namespace {

using stepgate::sdk::Json;
using stepgate::sdk::testing::Auth;
using stepgate::sdk::testing::FakeHost;

class ApiKey : public ::testing::Test {
 protected:
  static Json request(const char* in, const char* parameter, const char* key) {
    return Json::object(
        {{"scheme", Json::object({{"kind", "apiKey"}, {"in", in}, {"parameter", parameter}})},
         {"credential", Json::object({{"apiKey", key}})},
         {"previous", nullptr},
         {"reason", "first"}});
  }
  FakeHost host_;
  Auth auth_{host_, stepgate_plugin_entry, "auth-api-key"};
};

TEST_F(ApiKey, goes_where_the_scheme_says) {
  EXPECT_EQ(auth_.grant(request("header", "X-Key", "k1")).json()["headers"]["X-Key"].text(), "k1");
  const auto query = auth_.grant(request("query", "key", "k 2&=")).json();
  EXPECT_EQ(query["query"]["key"].text(), "k 2&=");
  EXPECT_EQ(query["headers"].size(), 0u);
}

TEST_F(ApiKey, refuses_what_no_header_can_carry) {
  for (const char* bad : {"", "two\nlines", " ahead", "behind ", "umläut"}) {
    const auto reply = auth_.grant(request("header", "X-Key", bad));
    EXPECT_EQ(reply.status, STEPGATE_INVALID) << bad;
    EXPECT_EQ(reply.code, "CREDENTIAL_INVALID") << bad;
  }
  EXPECT_EQ(auth_.grant(request("header", "X Key", "k")).code, "CREDENTIAL_INVALID");
}

}  // namespace
