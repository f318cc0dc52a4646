#include "http/client.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "peers.hpp"

namespace stepgate::http {
namespace {

using test::ok;
using test::RawConnection;
using test::RawServer;

Request get(const std::string& url) {
  Request request;
  request.url = url;
  return request;
}

Request post(const std::string& url, std::string_view body) {
  Request request = get(url);
  request.method = "POST";
  request.body = body;
  return request;
}

/// Answers every request of a connection with what came in.
void echo(RawConnection& connection, int) {
  for (;;) {
    const auto message = connection.read_message();
    if (message.empty() || !connection.write(ok(message))) return;
  }
}

TEST(Client, SendsExactlyWhatWasAsked) {
  RawServer server(echo);
  Client client;
  auto request = post(server.url("/a b?q=1"), "{}");
  request.headers = {{"Content-Type", "application/json"},
                     {"X-Key", "k"},
                     {"Content-Length", "99"},
                     {"host", "elsewhere"},
                     {"Transfer-Encoding", "chunked"}};
  const auto outcome = client.send(request);
  ASSERT_TRUE(outcome.ok()) << outcome.failure->text;
  EXPECT_EQ(outcome.response.status, 200);
  EXPECT_EQ(outcome.response.body,
            "POST /a%20b?q=1 HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) +
                "\r\nAccept-Encoding: identity\r\n"
                "Content-Type: application/json\r\nX-Key: k\r\n"
                "User-Agent: stepgate\r\nContent-Length: 2\r\n\r\n{}");
  EXPECT_TRUE(outcome.body_left);
  EXPECT_FALSE(outcome.reused);
}

TEST(Client, APostWithoutBodySaysSo) {
  RawServer server(echo);
  const auto outcome = Client().send(post(server.url(), ""));
  EXPECT_NE(outcome.response.body.find("Content-Length: 0\r\n"), std::string::npos);
  EXPECT_FALSE(outcome.body_left);
}

TEST(Client, AGetHasNoLength) {
  RawServer server(echo);
  const auto outcome = Client().send(get(server.url()));
  EXPECT_EQ(outcome.response.body.find("Content-Length"), std::string::npos);
}

TEST(Client, HeadersThatWouldBreakTheMessageAreNotSent) {
  RawServer server(echo);
  Client client;
  auto request = get(server.url());
  request.headers = {{"X", "a\r\nInjected: b"}};
  auto outcome = client.send(request);
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->kind, FailureKind::bad_url);
  request.headers = {{"Bad Name", "a"}};
  EXPECT_EQ(client.send(request).failure->kind, FailureKind::bad_url);
  request.headers.clear();
  request.method = "GET /x HTTP/1.1\r\n";
  EXPECT_EQ(client.send(request).failure->kind, FailureKind::bad_url);
  EXPECT_EQ(server.connections(), 0);
}

TEST(Client, AUrlThatIsNoneIsNamed) {
  const auto outcome = Client().send(get("ftp://h/"));
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->kind, FailureKind::bad_url);
  EXPECT_NE(outcome.failure->text.find("ftp"), std::string::npos);
}

TEST(Client, KeepsAConnectionAlive) {
  RawServer server(echo);
  Client client;
  for (int i = 0; i < 5; ++i) {
    const auto outcome = client.send(post(server.url(), "x"));
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(outcome.reused, i > 0);
  }
  EXPECT_EQ(server.connections(), 1);
  EXPECT_EQ(client.idle_connections(), 1u);
  client.close_idle();
  EXPECT_EQ(client.idle_connections(), 0u);
}

TEST(Client, AFreshConnectionOnDemand) {
  RawServer server(echo);
  Client client;
  auto request = post(server.url(), "x");
  request.fresh_connection = true;
  EXPECT_TRUE(client.send(request).ok());
  EXPECT_FALSE(client.send(request).reused);
  EXPECT_EQ(server.connections(), 2);
}

TEST(Client, AConnectionIdleForTwoSecondsIsNotUsedAgain) {
  RawServer server(echo);
  Client client;
  EXPECT_TRUE(client.send(post(server.url(), "x")).ok());
  std::this_thread::sleep_for(std::chrono::milliseconds(2050));
  const auto outcome = client.send(post(server.url(), "x"));
  EXPECT_TRUE(outcome.ok());
  EXPECT_FALSE(outcome.reused);
  EXPECT_EQ(server.connections(), 2);
}

TEST(Client, APeerThatClosedJustNowCostsNothing) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_message();
    connection.write(ok("once"));
  });
  Client client;
  for (int i = 0; i < 3; ++i) {
    const auto outcome = client.send(post(server.url(), "x"));
    ASSERT_TRUE(outcome.ok()) << outcome.failure->text;
    EXPECT_FALSE(outcome.reused);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));  // the end of file arrives
  }
  EXPECT_EQ(server.connections(), 3);
}

TEST(Client, WhatThePeerSendsUnaskedEndsTheConnection) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_message();
    connection.write(ok("first") + ok("unasked"));
    connection.wait_for_end();
  });
  Client client;
  EXPECT_EQ(client.send(get(server.url())).response.body, "first");
  EXPECT_EQ(client.send(get(server.url())).response.body, "first");
  EXPECT_EQ(server.connections(), 2);
}

TEST(Client, ConnectionCloseIsObeyed) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_message();
    connection.write(ok("x", "Connection: close\r\n"));
  });
  Client client;
  EXPECT_TRUE(client.send(get(server.url())).ok());
  EXPECT_EQ(client.idle_connections(), 0u);
}

TEST(Client, ReadsEveryFraming) {
  const std::vector<std::pair<std::string, std::string>> table{
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n"
       "Trailer: t\r\n\r\n",
       "hello world"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ""},
      {"HTTP/1.0 200 OK\r\n\r\nuntil the end", "until the end"},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Busy\r\nA: b\r\n\r\n" + ok("final"), "final"},
      {"HTTP/1.1 201\nContent-Length: 2\n\nok", "ok"},
      {"HTTP/1.1 204 No Content\r\n\r\n", ""}};
  for (const auto& [wire, body] : table) {
    RawServer server([&sent = wire](RawConnection& connection, int) {
      connection.read_message();
      for (char c : sent) connection.write({&c, 1});  // every cut there can be
    });
    const auto outcome = Client().send(get(server.url()));
    ASSERT_TRUE(outcome.ok()) << outcome.failure->text << "\n" << wire;
    EXPECT_EQ(outcome.response.body, body) << wire;
  }
}

TEST(Client, AHeadAnswerHasNoBody) {
  RawServer server([](RawConnection& connection, int) {
    while (!connection.read_message().empty())
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
  });
  Client client;
  auto request = get(server.url());
  request.method = "HEAD";
  EXPECT_TRUE(client.send(request).ok());
  EXPECT_TRUE(client.send(request).reused);
}

TEST(Client, AnswersAreReportedWhateverTheirStatus) {
  for (int status : {400, 401, 413, 429, 500, 503}) {
    RawServer server([&](RawConnection& connection, int) {
      connection.read_message();
      connection.write("HTTP/1.1 " + std::to_string(status) +
                       " X\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n");
    });
    const auto outcome = Client().send(post(server.url(), "{}"));
    EXPECT_TRUE(outcome.ok());
    EXPECT_EQ(outcome.response.status, status);
    EXPECT_EQ(outcome.response.header("retry-after"), "7");
  }
}

TEST(Client, ManyThreadsShareIt) {
  RawServer server(echo);
  Client client;
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      const std::string body = "thread " + std::to_string(t);
      for (int i = 0; i < 100; ++i) {
        const auto outcome = client.send(post(server.url(), body));
        if (outcome.ok() && outcome.response.body.ends_with(body)) ++good;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 800);
  EXPECT_LE(server.connections(), 40) << "connections are used again";
}

TEST(Client, NamesThatHaveNoAddressAreReported) {
  const auto outcome = Client().send(get("http://no-such-name.invalid/"));
  ASSERT_TRUE(outcome.failure);
  EXPECT_TRUE(outcome.failure->kind == FailureKind::resolve ||
              outcome.failure->kind == FailureKind::timeout)
      << outcome.failure->text;
  EXPECT_NE(outcome.failure->text.find("no-such-name.invalid"), std::string::npos);
  EXPECT_FALSE(outcome.body_left);
}

TEST(Client, LocalhostIsLoopback) {
  RawServer server(echo);
  const auto outcome =
      Client().send(get("http://localhost:" + std::to_string(server.port()) + "/"));
  EXPECT_TRUE(outcome.ok());
}

TEST(Client, ThePolicyDecidesOnTheAddress) {
  RawServer server(echo);
  ClientOptions options;
  options.egress.allow_loopback = false;
  for (const std::string host : {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"}) {
    Client client(options);
    const auto outcome =
        client.send(get("http://" + host + ":" + std::to_string(server.port()) + "/"));
    ASSERT_TRUE(outcome.failure) << host;
    EXPECT_EQ(outcome.failure->kind, FailureKind::refused_by_policy) << host;
    EXPECT_NE(outcome.failure->text.find("loopback"), std::string::npos);
  }
  EXPECT_EQ(server.connections(), 0);
  options.egress.always_allowed = {"localhost"};
  EXPECT_TRUE(
      Client(options).send(get("http://localhost:" + std::to_string(server.port()) + "/")).ok());
}

}  // namespace
}  // namespace stepgate::http
