#include <gtest/gtest.h>

#include <thread>

#include "certificates.hpp"
#include "http/client.hpp"
#include "http/server.hpp"
#include "peers.hpp"

namespace stepgate::http {
namespace {

using test::Certificate;
using test::CertificateFolder;

class ClientTls : public testing::Test {
 protected:
  Server& serve(const Certificate& certificate) {
    ServerOptions options;
    options.threads = 2;
    options.tls_cert_pem_file = certificate.cert_file;
    options.tls_key_pem_file = certificate.key_file;
    server_.emplace(options, [](ServerRequest& request, ServerResponse& response) {
      response.send(std::string(request.method()) + " " + request.body());
    });
    server_->start();
    return *server_;
  }

  Outcome call(const std::string& host, const std::string& ca_file, const std::string& body = "x") {
    Request request;
    request.method = "POST";
    request.url = "https://" + host + ":" + std::to_string(server_->port()) + "/";
    request.body = body;
    request.ca_pem_file = ca_file;
    return client_.send(request);
  }

  void expect_refused(const Outcome& outcome, const std::string& word) {
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.failure->kind, FailureKind::tls);
    EXPECT_NE(outcome.failure->text.find(word), std::string::npos) << outcome.failure->text;
    EXPECT_FALSE(outcome.body_left);
    EXPECT_EQ(server_->stats().requests, 0u) << "nothing was sent to a peer that is not trusted";
  }

  CertificateFolder folder_;
  Certificate ca_ = folder_.authority("ca");
  std::optional<Server> server_;
  Client client_;
};

TEST_F(ClientTls, TheRightNameIsTrusted) {
  serve(folder_.server("right", "DNS:localhost,IP:127.0.0.1", ca_));
  for (const std::string host : {"localhost", "127.0.0.1"}) {
    auto outcome = call(host, ca_.cert_file);
    ASSERT_TRUE(outcome.ok()) << outcome.failure->text;
    EXPECT_EQ(outcome.response.body, "POST x");
    EXPECT_FALSE(outcome.reused);
    outcome = call(host, ca_.cert_file);
    EXPECT_TRUE(outcome.reused);
  }
}

TEST_F(ClientTls, ALargeBodyBothWays) {
  serve(folder_.server("right", "DNS:localhost", ca_));
  const std::string large(3u << 20, 'y');
  const auto outcome = call("localhost", ca_.cert_file, large);
  ASSERT_TRUE(outcome.ok()) << outcome.failure->text;
  EXPECT_EQ(outcome.response.body, "POST " + large);
  EXPECT_TRUE(outcome.body_left);
}

TEST_F(ClientTls, AWrongNameIsRefusedOnLoopbackToo) {
  serve(folder_.server("wrong", "DNS:other.example", ca_));
  expect_refused(call("localhost", ca_.cert_file), "ostname mismatch");
  expect_refused(call("127.0.0.1", ca_.cert_file), "IP address mismatch");
}

TEST_F(ClientTls, AnUnknownAuthorityIsRefused) {
  serve(folder_.server("right", "DNS:localhost", ca_));
  expect_refused(call("localhost", ""), "certificate");
  expect_refused(call("localhost", folder_.authority("another").cert_file), "certificate");
}

TEST_F(ClientTls, ASelfSignedServerIsRefused) {
  serve(ca_);
  expect_refused(call("localhost", ""), "self-signed");
}

TEST_F(ClientTls, AnExpiredCertificateIsRefused) {
  serve(folder_.server("old", "DNS:localhost", ca_, -1));
  expect_refused(call("localhost", ca_.cert_file), "expired");
}

TEST_F(ClientTls, TrustInOneCallIsNotTrustInAnother) {
  serve(folder_.server("right", "DNS:localhost", ca_));
  ASSERT_TRUE(call("localhost", ca_.cert_file).ok());
  const auto outcome = call("localhost", "");
  ASSERT_TRUE(outcome.failure) << "the connection of the first call must not be lent";
  EXPECT_EQ(outcome.failure->kind, FailureKind::tls);
}

TEST_F(ClientTls, ACaFileThatCannotBeReadIsNamed) {
  serve(folder_.server("right", "DNS:localhost", ca_));
  const auto garbage = folder_.file("garbage.pem", "no certificate");
  for (const auto& file : {garbage, std::string("/nonexistent/ca.pem")}) {
    const auto outcome = call("localhost", file);
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.failure->kind, FailureKind::tls);
    EXPECT_NE(outcome.failure->text.find(file), std::string::npos) << outcome.failure->text;
  }
}

TEST_F(ClientTls, AChangedCaFileIsReadAgain) {
  serve(folder_.server("right", "DNS:localhost", ca_));
  const auto other = folder_.authority("another");
  ASSERT_FALSE(call("localhost", other.cert_file).ok());
  std::string text;
  {
    std::FILE* file = std::fopen(ca_.cert_file.c_str(), "r");
    char piece[8192];
    text.assign(piece, std::fread(piece, 1, sizeof piece, file));
    std::fclose(file);
  }
  folder_.file("another.pem", text + "\n");
  const auto outcome = call("localhost", other.cert_file);
  EXPECT_TRUE(outcome.ok()) << outcome.failure->text;
}

TEST_F(ClientTls, APeerThatSpeaksNoTls) {
  test::RawServer plain([](test::RawConnection& connection, int) {
    connection.read_exactly(10);
    connection.write("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  Request request;
  request.url = "https://127.0.0.1:" + std::to_string(plain.port()) + "/";
  const auto outcome = client_.send(request);
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->kind, FailureKind::tls);
}

}  // namespace
}  // namespace stepgate::http
