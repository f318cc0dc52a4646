#include "catalog/service_access.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "catalog/plan_json.hpp"
#include "certificates.hpp"
#include "store_fixture.hpp"

namespace stepgate::catalog::testing {
namespace {

Json discovery(const char* base, Json security) {
  return Json::object({{"baseUrl", base}, {"security", std::move(security)}});
}

Json oauth2(const char* token_url) {
  return Json::object({{"kind", "oauth2.clientCredentials"}, {"tokenUrl", token_url}});
}

Json key() {
  return Json::object({{"kind", "apiKey"}, {"in", "header"}, {"parameter", "X-API-Key"}});
}

/// A service whose credentials were entered for `before`.
store::ServiceRow entered(Json before) {
  store::ServiceRow row;
  row.credential = 7;
  row.configuration = Json::object({{"credentialPlaces", credential_places(before)}});
  row.discovery = std::move(before);
  return row;
}

std::size_t moves(store::ServiceRow row, Json now) {
  row.discovery = std::move(now);
  return moved_places(row).size();
}

TEST(Places, StayWhereTheOriginStays) {
  const auto row = entered(discovery("https://a.example/v1", oauth2("https://id.example/token")));
  EXPECT_EQ(moves(row, discovery("https://a.example/v2", oauth2("https://id.example/other"))), 0U);
  EXPECT_EQ(moves(row, discovery("https://a.example:443", oauth2("https://id.example/token"))), 0U);
}

TEST(Places, MoveWithServiceTokenEndpointAndKind) {
  const auto row = entered(discovery("https://a.example/v1", oauth2("https://id.example/token")));
  EXPECT_EQ(moves(row, discovery("https://b.example/v1", oauth2("https://id.example/token"))), 1U);
  EXPECT_EQ(moves(row, discovery("https://a.example", oauth2("https://b.example/token"))), 1U);
  EXPECT_EQ(moves(row, discovery("http://a.example", oauth2("https://id.example/token"))), 1U);
  EXPECT_EQ(moves(row, discovery("https://a.example:8443", oauth2("https://id.example/token"))),
            1U);
  EXPECT_EQ(moves(row, discovery("https://a.example/v1", key())), 1U);
  auto refresh = oauth2("https://id.example/token");
  refresh.set("refreshUrl", "https://thief.example/refresh");
  EXPECT_EQ(moves(row, discovery("https://a.example", refresh)), 1U);
}

TEST(Places, AreSaferOverHttpsAndUnknownWithoutCredentials) {
  EXPECT_EQ(
      moves(entered(discovery("http://a.example", key())), discovery("https://a.example", key())),
      0U);
  auto none = entered(discovery("https://a.example", key()));
  none.credential = 0;
  EXPECT_EQ(moves(none, discovery("https://b.example", key())), 0U);
}

class Access : public ::testing::Test {
 protected:
  static std::string text_of(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }
  store::testing::Folder folder_;
  SecretBox box_{folder_.file("key")};
  http::test::CertificateFolder certificates_;
  http::test::Certificate own_ = certificates_.authority("own");
};

TEST_F(Access, WithholdsWhatHasMoved) {
  auto row = entered(discovery("https://a.example", key()));
  EXPECT_FALSE(grant_key_of(row, box_).withheld);
  row.discovery = discovery("https://b.example", key());
  EXPECT_TRUE(grant_key_of(row, box_).withheld);
}

TEST_F(Access, SendsAKeyUnderTheNameOfTheAdmin) {
  auto row = entered(discovery("https://a.example", key()));
  row.configuration.set("credentialParameter", "X-Other");
  EXPECT_EQ(grant_key_of(row, box_).scheme["parameter"].as_string(), "X-Other");
  EXPECT_EQ(open_request(row)["discovery"]["security"]["parameter"].as_string(), "X-Other");
  row.discovery = discovery("https://a.example", oauth2("https://a.example/token"));
  EXPECT_FALSE(scheme_of(row).has("parameter"));
}

TEST_F(Access, SealsThePrivateKeyAndBindsItToTheService) {
  const auto cert = text_of(own_.cert_file), secret = text_of(own_.key_file);
  const auto tls = changed_tls(
      {}, Json::object({{"ca", cert}, {"clientCertificate", cert}, {"clientKey", secret}}), 3,
      box_);
  EXPECT_EQ(tls.dump().find(secret.substr(40, 40)), std::string::npos);
  const auto pem = tls_of(tls, 3, box_);
  ASSERT_NE(pem, nullptr);
  EXPECT_EQ(pem->key, secret);
  EXPECT_THROW(tls_of(tls, 4, box_), Error);
}

TEST_F(Access, ChangesOneCertificateAndLeavesTheOther) {
  const auto cert = text_of(own_.cert_file), secret = text_of(own_.key_file);
  auto tls = changed_tls({}, Json::object({{"ca", cert}}), 3, box_);
  tls =
      changed_tls(tls, Json::object({{"clientCertificate", cert}, {"clientKey", secret}}), 3, box_);
  EXPECT_EQ(tls["ca"].as_string(), cert);
  tls = changed_tls(tls, Json::object({{"clientCertificate", nullptr}}), 3, box_);
  EXPECT_FALSE(tls.has("sealedKey")) << "a key without its certificate is of no use";
  EXPECT_TRUE(changed_tls(tls, Json::object({{"ca", nullptr}}), 3, box_).is_null());
  EXPECT_THROW(changed_tls({}, Json::object({{"ca", "no PEM"}}), 3, box_), Error);
}

}  // namespace
}  // namespace stepgate::catalog::testing
