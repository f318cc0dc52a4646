// What the peer breaks off, and what may be sent again after it (docs/protocol.md section 2).
#include <gtest/gtest.h>

#include <thread>

#include "http/client.hpp"
#include "peers.hpp"

namespace stepgate::http {
namespace {

using test::ok;
using test::RawConnection;
using test::RawServer;

const std::string kLarge(16u << 20, 'x');  // more than the sockets of both sides hold

Request post(const std::string& url, std::string_view body = "{\"a\":1}") {
  Request request;
  request.method = "POST";
  request.url = url;
  request.body = body;
  return request;
}

Outcome failed(Client& client, const Request& request) {
  auto outcome = client.send(request);
  EXPECT_FALSE(outcome.ok());
  if (!outcome.failure) outcome.failure.emplace();
  return outcome;
}

TEST(ClientBreak, NobodyListens) {
  Client client;
  const auto outcome =
      failed(client, post("http://127.0.0.1:" + std::to_string(test::closed_port()) + "/"));
  EXPECT_EQ(outcome.failure->kind, FailureKind::connect);
  EXPECT_FALSE(outcome.body_left);
  EXPECT_EQ(outcome.response.status, 0);
  EXPECT_EQ(outcome.after_body_ms, 0);
}

TEST(ClientBreak, ClosedBeforeAnythingWasRead) {
  // The peer hangs up as soon as it accepts. Whether bytes of the body were handed over by then is
  // a race; what is claimed must be true: a large body that did not leave is one that was stopped
  // by the sight of the end.
  RawServer server([](RawConnection& connection, int) { connection.reset(); });
  Client client;
  const auto outcome = failed(client, post(server.url(), kLarge));
  EXPECT_EQ(outcome.failure->kind, FailureKind::broken);
  EXPECT_EQ(outcome.response.status, 0);
}

TEST(ClientBreak, AfterTheHead) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_until("\r\n\r\n");
    connection.reset();
  });
  Client client;
  const auto outcome = failed(client, post(server.url(), kLarge));
  EXPECT_EQ(outcome.failure->kind, FailureKind::broken);
}

TEST(ClientBreak, InTheMiddleOfTheBody) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_until("\r\n\r\n");
    connection.read_exactly(100'000);
    connection.reset();
  });
  Client client;
  const auto outcome = failed(client, post(server.url(), kLarge));
  EXPECT_EQ(outcome.failure->kind, FailureKind::broken);
  EXPECT_TRUE(outcome.body_left);
  EXPECT_EQ(outcome.response.status, 0);
}

TEST(ClientBreak, AfterTheBody) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_message();
    std::this_thread::sleep_for(std::chrono::milliseconds(120));
  });
  Client client;
  const auto outcome = failed(client, post(server.url()));
  EXPECT_EQ(outcome.failure->kind, FailureKind::broken);
  EXPECT_TRUE(outcome.body_left);
  EXPECT_GE(outcome.after_body_ms, 100);
  EXPECT_LT(outcome.after_body_ms, 5000);
  EXPECT_EQ(server.connections(), 1) << "never sent twice";
}

TEST(ClientBreak, InTheMiddleOfTheAnswersHead) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_message();
    connection.write("HTTP/1.1 201 Created\r\nConte");
  });
  Client client;
  const auto outcome = failed(client, post(server.url()));
  EXPECT_EQ(outcome.failure->kind, FailureKind::broken);
  EXPECT_TRUE(outcome.body_left);
  EXPECT_EQ(outcome.response.status, 0);
}

TEST(ClientBreak, InTheMiddleOfTheAnswersBodyTheStatusIsKnown) {
  for (const std::string wire :
       {"HTTP/1.1 201 Created\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"}) {
    RawServer server([&](RawConnection& connection, int) {
      connection.read_message();
      connection.write(wire);
    });
    Client client;
    const auto outcome = failed(client, post(server.url()));
    EXPECT_EQ(outcome.failure->kind, FailureKind::broken);
    EXPECT_EQ(outcome.response.status, 201);
    EXPECT_TRUE(outcome.body_left);
  }
}

TEST(ClientBreak, AReusedConnectionThatDiesAfterTheBodyIsAmbiguous) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_message();
    connection.write(ok("first"));
    connection.read_message();  // and hangs up without an answer
  });
  Client client;
  ASSERT_TRUE(client.send(post(server.url())).ok());
  const auto outcome = failed(client, post(server.url()));
  EXPECT_TRUE(outcome.reused);
  EXPECT_TRUE(outcome.body_left);
  EXPECT_EQ(outcome.failure->kind, FailureKind::broken);
  EXPECT_EQ(server.connections(), 1) << "a submit is never repeated by the client";
}

TEST(ClientBreak, AGetOverADeadConnectionIsMadeAgain) {
  RawServer server([](RawConnection& connection, int index) {
    connection.read_message();
    connection.write(ok("answer " + std::to_string(index)));
    if (index == 0) connection.read_message();
  });
  Client client;
  auto request = post(server.url());
  ASSERT_TRUE(client.send(request).ok());
  request.method = "GET";
  request.body = {};
  const auto outcome = client.send(request);
  ASSERT_TRUE(outcome.ok()) << outcome.failure->text;
  EXPECT_EQ(outcome.response.body, "answer 1");
  EXPECT_EQ(server.connections(), 2);
}

TEST(ClientBreak, AnAnswerBeforeTheBodyIsAllThereStopsTheSending) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_until("\r\n\r\n");
    connection.write("HTTP/1.1 413 Too Large\r\nContent-Length: 5\r\n\r\nlarge");
    connection.shutdown_write();
    connection.wait_for_end();
  });
  Client client;
  const auto outcome = client.send(post(server.url(), kLarge));
  ASSERT_TRUE(outcome.ok()) << outcome.failure->text;
  EXPECT_EQ(outcome.response.status, 413);
  EXPECT_EQ(outcome.response.body, "large");
  EXPECT_EQ(client.idle_connections(), 0u) << "half a request was sent over it";
}

TEST(ClientBreak, AnInterimAnswerDoesNotStopTheSending) {
  RawServer server([](RawConnection& connection, int) {
    const auto head = connection.read_until("\r\n\r\n");
    connection.write("HTTP/1.1 100 Continue\r\n\r\n");
    const auto body = connection.read_exactly(kLarge.size());
    connection.write(ok(std::to_string(body.size())));
  });
  Client client;
  const auto outcome = client.send(post(server.url(), kLarge));
  ASSERT_TRUE(outcome.ok()) << outcome.failure->text;
  EXPECT_EQ(outcome.response.body, std::to_string(kLarge.size()));
}

TEST(ClientBreak, TimeFromTheBodyToTheAnswer) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_message();
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    connection.write("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
  });
  const auto outcome = Client().send(post(server.url()));
  EXPECT_GE(outcome.after_body_ms, 140);
  EXPECT_LT(outcome.after_body_ms, 5000);
}

}  // namespace
}  // namespace stepgate::http
