// Certificates given as text, for one call.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/error.hpp"
#include "certificates.hpp"
#include "http/client.hpp"
#include "http/server.hpp"

namespace stepgate::http {
namespace {

using test::Certificate;
using test::CertificateFolder;

std::string text_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::string code_of(const std::string& ca, const std::string& cert, const std::string& key) {
  try {
    make_tls_pem(ca, cert, key);
  } catch (const Error& error) {
    return error.code();
  }
  return "accepted";
}

class ClientPem : public testing::Test {
 protected:
  ClientPem() {
    ServerOptions options;
    options.threads = 2;
    const auto server = folder_.server("right", "DNS:localhost", ca_);
    options.tls_cert_pem_file = server.cert_file;
    options.tls_key_pem_file = server.key_file;
    server_.emplace(options, [](ServerRequest&, ServerResponse& to) { to.send("hello"); });
    server_->start();
  }
  Outcome call(TlsPemRef tls) {
    Request request;
    request.url = "https://localhost:" + std::to_string(server_->port()) + "/";
    request.tls = std::move(tls);
    return client_.send(request);
  }

  CertificateFolder folder_;
  Certificate ca_ = folder_.authority("ca"), other_ = folder_.authority("other");
  std::optional<Server> server_;
  Client client_;
};

TEST_F(ClientPem, IsTrustedInTheCallThatBringsIt) {
  const auto tls = make_tls_pem(text_of(ca_.cert_file), "", "");
  const auto outcome = call(tls);
  ASSERT_TRUE(outcome.ok()) << outcome.failure->text;
  EXPECT_TRUE(call(tls).reused);
  ASSERT_TRUE(call(nullptr).failure) << "the connection of the first call must not be lent";
  ASSERT_TRUE(call(make_tls_pem(text_of(other_.cert_file), "", "")).failure);
}

TEST_F(ClientPem, MayHoldSeveralAuthorities) {
  const auto both = text_of(other_.cert_file) + "\n" + text_of(ca_.cert_file);
  EXPECT_TRUE(call(make_tls_pem(both, "", "")).ok());
}

TEST_F(ClientPem, IsTriedWhenItIsGiven) {
  const auto ca = text_of(ca_.cert_file), key = text_of(ca_.key_file);
  EXPECT_EQ(make_tls_pem("", "", ""), nullptr);
  EXPECT_EQ(code_of("no certificate", "", ""), "CA_INVALID");
  EXPECT_EQ(code_of(ca.substr(0, ca.size() / 2), "", ""), "CA_INVALID");
  EXPECT_EQ(code_of("", ca, key), "accepted");
  EXPECT_EQ(code_of("", ca + key, ""), "accepted");
  EXPECT_EQ(code_of("", ca, ""), "CLIENT_CERTIFICATE_INVALID");
  EXPECT_EQ(code_of("", "", key), "CLIENT_CERTIFICATE_INVALID");
  EXPECT_EQ(code_of("", ca, text_of(other_.key_file)), "CLIENT_CERTIFICATE_INVALID");
}

TEST_F(ClientPem, LeavesTheClientsOwnBehindOnTheWayElsewhere) {
  const auto ca = text_of(ca_.cert_file), key = text_of(ca_.key_file);
  const auto rest = without_client(make_tls_pem(ca, ca, key));
  ASSERT_NE(rest, nullptr);
  EXPECT_EQ(rest->ca, ca);
  EXPECT_TRUE(rest->cert.empty() && rest->key.empty());
  EXPECT_EQ(without_client(make_tls_pem("", ca, key)), nullptr);
}

}  // namespace
}  // namespace stepgate::http
