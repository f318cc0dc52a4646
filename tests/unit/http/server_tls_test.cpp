#include <gmock/gmock.h>

#include "base/error.hpp"
#include "certificates.hpp"
#include "http/client.hpp"
#include "server_fixture.hpp"

namespace stepgate::http {
namespace {

class ServerTls : public test::ServerTest {
 protected:
  ServerTls() {
    ca_ = folder_.authority("ca");
    const auto own = folder_.server("own", "DNS:localhost", ca_);
    options_.tls_cert_pem_file = own.cert_file;
    options_.tls_key_pem_file = own.key_file;
  }

  Outcome post(Client& client, std::string_view body) {
    Request request;
    request.method = "POST";
    request.url = "https://localhost:" + std::to_string(server_->port()) + "/x";
    request.body = body;
    request.ca_pem_file = ca_.cert_file;
    return client.send(request);
  }

  test::CertificateFolder folder_;
  test::Certificate ca_;
};

TEST_F(ServerTls, ManyRequestsOverOneConnection) {
  serve_echo();
  EXPECT_THAT(server_->url(), testing::StartsWith("https://127.0.0.1:"));
  Client client;
  for (int i = 0; i < 50; ++i) {
    const auto outcome = post(client, std::to_string(i));
    ASSERT_TRUE(outcome.ok()) << outcome.failure->text;
    EXPECT_EQ(outcome.response.body, "POST /x " + std::to_string(i));
  }
  EXPECT_EQ(server_->stats().accepted, 1u);
}

TEST_F(ServerTls, DeferredAnswers) {
  const std::string large(1u << 20, 'x');
  serve([&](ServerRequest& r, ServerResponse& response) {
    r.body();
    auto reply = response.defer();
    std::thread([reply = std::move(reply), &large]() mutable { reply.send(200, large); }).detach();
  });
  Client client;
  for (int i = 0; i < 3; ++i) {
    const auto outcome = post(client, "b");
    ASSERT_TRUE(outcome.ok()) << outcome.failure->text;
    EXPECT_EQ(outcome.response.body, large);
    EXPECT_EQ(outcome.reused, i > 0);
  }
}

TEST_F(ServerTls, PlainHttpAndSilenceEnd) {
  options_.header_ms = 200;
  serve_echo();
  ask(request("GET /"));
  EXPECT_TRUE(connect().wait_for_end());
  Client client;
  EXPECT_TRUE(post(client, "still there").ok());
}

TEST_F(ServerTls, FilesThatCannotBeReadAreNamed) {
  options_.tls_key_pem_file = folder_.file("broken.key", "no key");
  try {
    serve_echo();
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "TLS_FILE_UNREADABLE");
    EXPECT_THAT(e.subject(), testing::HasSubstr("broken.key"));
  }
}

}  // namespace
}  // namespace stepgate::http
