#include <gtest/gtest.h>

#include "http/client.hpp"
#include "peers.hpp"

namespace stepgate::http {
namespace {

using test::ok;
using test::RawConnection;
using test::RawServer;

std::string moved(const std::string& location, int status = 302) {
  return "HTTP/1.1 " + std::to_string(status) + " Moved\r\nLocation: " + location +
         "\r\nContent-Length: 0\r\n\r\n";
}

/// "/" redirects to `location`; anything else answers with the request.
RawServer::Script redirecting(const std::string& location, int status = 302) {
  return [=](RawConnection& connection, int) {
    for (;;) {
      const auto message = connection.read_message();
      if (message.empty()) return;
      connection.write(message.starts_with("GET / ") || message.starts_with("POST / ")
                           ? moved(location, status)
                           : ok(message));
    }
  };
}

Request document(const std::string& url) {
  Request request;
  request.url = url;
  request.follow_redirects = true;
  return request;
}

TEST(ClientRedirect, IsNotFollowedUnlessAsked) {
  RawServer server(redirecting("/other"));
  auto request = document(server.url());
  request.follow_redirects = false;
  const auto outcome = Client().send(request);
  EXPECT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.response.status, 302);
  EXPECT_EQ(outcome.response.header("Location"), "/other");
}

TEST(ClientRedirect, APostIsNeverRedirected) {
  RawServer server(redirecting("/other", 307));
  auto request = document(server.url());
  request.method = "POST";
  request.body = "{}";
  EXPECT_EQ(Client().send(request).response.status, 307);
}

TEST(ClientRedirect, EndsAtTheDocument) {
  for (int status : {301, 302, 303, 307, 308}) {
    RawServer server(redirecting("docs/../openapi.json?v=1", status));
    const auto outcome = Client().send(document(server.url()));
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(outcome.response.status, 200);
    EXPECT_EQ(outcome.response.url, server.url("/openapi.json?v=1"));
  }
}

TEST(ClientRedirect, CarriesNoCredentials) {
  RawServer target(
      [](RawConnection& connection, int) { connection.write(ok(connection.read_message())); });
  RawServer server(redirecting(target.url("/taken")));
  auto request = document(server.url());
  request.headers = {{"Authorization", "Bearer s3cret"},
                     {"X-API-Key", "s3cret"},
                     {"Cookie", "a=s3cret"},
                     {"X-Own", "s3cret"},
                     {"Accept", "application/json"}};
  request.sensitive_headers = {"x-own"};
  const auto outcome = Client().send(request);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome.response.body.find("s3cret"), std::string::npos) << outcome.response.body;
  EXPECT_NE(outcome.response.body.find("Accept: application/json"), std::string::npos);
}

TEST(ClientRedirect, ALoopEndsAfterFive) {
  RawServer server(redirecting("/"));
  const auto outcome = Client().send(document(server.url()));
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->kind, FailureKind::redirect);
}

TEST(ClientRedirect, ToNowhereUsefulIsRefused) {
  for (const std::string location :
       {"", "file:///etc/passwd", "http://u:p@h/", "http://h:99999/"}) {
    RawServer server(redirecting(location));
    const auto outcome = Client().send(document(server.url()));
    ASSERT_TRUE(outcome.failure) << location;
    EXPECT_EQ(outcome.failure->kind, FailureKind::redirect) << location;
  }
}

TEST(ClientRedirect, ThePolicyHoldsForEveryHop) {
  RawServer server(redirecting("http://169.254.169.254/latest/meta-data"));
  const auto outcome = Client().send(document(server.url()));
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->kind, FailureKind::refused_by_policy);
}

}  // namespace
}  // namespace stepgate::http
