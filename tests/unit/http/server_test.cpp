#include "http/server.hpp"

#include <gmock/gmock.h>

#include <stdexcept>
#include <thread>

#include "base/error.hpp"
#include "server_fixture.hpp"

namespace stepgate::http {
namespace {

using test::RawConnection;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ServerBasics : public test::ServerTest {};

TEST_F(ServerBasics, AnswersOverOneConnection) {
  serve_echo();
  auto connection = connect();
  for (int i = 0; i < 100; ++i) {
    const auto body = "body " + std::to_string(i);
    ASSERT_TRUE(connection.write(request("POST /a", body)));
    const auto answer = connection.read_message();
    ASSERT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    ASSERT_THAT(answer, EndsWith("\r\n\r\nPOST /a " + body));
    ASSERT_THAT(answer, HasSubstr("\r\nContent-Type: text/plain\r\n"));
    ASSERT_THAT(answer, HasSubstr("\r\nDate: "));
    ASSERT_THAT(answer, Not(HasSubstr("Connection:")));
  }
  EXPECT_EQ(server_->stats().accepted, 1u);
  EXPECT_EQ(server_->stats().requests, 100u);
}

TEST_F(ServerBasics, PipelinedRequestsAreAnsweredInOrder) {
  serve_echo();
  auto connection = connect();
  std::string wire;
  for (int i = 0; i < 100; ++i) wire += request("POST /" + std::to_string(i), "x");
  connection.write(wire);
  for (int i = 0; i < 100; ++i)
    ASSERT_THAT(connection.read_message(), EndsWith("POST /" + std::to_string(i) + " x"));
}

TEST_F(ServerBasics, ARequestMayComeByteByByte) {
  serve_echo();
  auto connection = connect();
  for (int i = 0; i < 2; ++i) {
    const auto wire = request("POST /slow", "0123456789");
    for (char c : wire) connection.write({&c, 1});
    EXPECT_THAT(connection.read_message(), EndsWith("POST /slow 0123456789"));
  }
}

TEST_F(ServerBasics, ConnectionCloseAndHttp10) {
  serve_echo();
  auto closing = connect();
  closing.write(request("GET /", "", "Connection: close\r\n"));
  EXPECT_THAT(closing.read_to_end(), HasSubstr("\r\nConnection: close\r\n"));
  auto old = connect();
  old.write("GET /old HTTP/1.0\r\n\r\n");
  EXPECT_THAT(old.read_to_end(), EndsWith("GET /old "));
  auto kept = connect();
  kept.write("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(kept.read_message(), HasSubstr("\r\nConnection: keep-alive\r\n"));
}

TEST_F(ServerBasics, WhatAHandlerSeesOfARequest) {
  std::string seen;
  serve([&](ServerRequest& r, ServerResponse& response) {
    seen = r.path();
    for (const auto& segment : r.segments()) seen += "|" + segment;
    for (const auto& [name, value] : r.query_parameters()) seen += ";" + name + "=" + value;
    seen += "#" + std::string(r.header("x-KEY")) + "#" + std::string(r.header("absent"));
    seen += ";b is " + std::string(r.query("b").value_or("absent"));
    EXPECT_FALSE(r.query("c"));
    EXPECT_THAT(r.peer(), StartsWith("127.0.0.1:"));
    EXPECT_EQ(r.content_length(), 0u);
    response.status(204).send();
  });
  EXPECT_THAT(ask(request("GET /a%20b/c%2Fd/%252F/?a=1&b=2+%2B&&e", "", "X-Key: k\r\n")),
              StartsWith("HTTP/1.1 204 No Content\r\n"));
  EXPECT_EQ(seen, "/a b/c%2Fd/%2F/|a b|c/d|%2F|;a=1;b=2 +;e=#k#;b is 2 +");
  ask(request("GET http://h:80/whole?x=y"));
  EXPECT_EQ(seen, "/whole|whole;x=y##;b is absent");
  ask(request("GET /"));
  EXPECT_EQ(seen, "/|##;b is absent");
}

TEST_F(ServerBasics, StatusAndHeadersOfAnAnswer) {
  serve([](ServerRequest&, ServerResponse& response) {
    response.status(429).header("Retry-After", "3").header("Retry-After", "4").send("{}");
  });
  const auto answer = ask(request("GET /"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 429 Too Many Requests\r\n"));
  EXPECT_THAT(answer, HasSubstr("\r\nRetry-After: 4\r\n"));
  EXPECT_THAT(answer, Not(HasSubstr("Retry-After: 3")));
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Type: application/json\r\n"));
}

TEST_F(ServerBasics, AHeaderCannotBreakTheAnswer) {
  serve([](ServerRequest&, ServerResponse& response) {
    EXPECT_THROW(response.header("X", "a\r\nY: b"), Error);
    EXPECT_THROW(response.header("X Y", "a"), Error);
    EXPECT_THROW(response.header("Content-Length", "7"), Error);
    response.send("{}");
    EXPECT_THROW(response.send("{}"), Error);
  });
  EXPECT_THAT(ask(request("GET /")), EndsWith("\r\n\r\n{}"));
}

TEST_F(ServerBasics, HeadHasTheHeadersAndNoBody) {
  serve_echo();
  auto connection = connect();
  connection.write(request("HEAD /x"));
  EXPECT_THAT(connection.read_until("\r\n\r\n"), HasSubstr("\r\nContent-Length: 8\r\n"));
  connection.write(request("GET /y"));
  EXPECT_THAT(connection.read_message(), StartsWith("HTTP/1.1 200"));
}

TEST_F(ServerBasics, WhatAHandlerThrowsIsAnswered) {
  serve([](ServerRequest& r, ServerResponse&) {
    if (r.path() == "/std") throw std::runtime_error("secret detail");
    if (r.path() == "/own")
      throw Error(ErrorKind::not_found, "NO_SUCH_RUN", "run 7", "does not exist", "List the runs");
    throw 42;
  });
  auto connection = connect();
  for (const char* path : {"/std", "/int"}) {
    connection.write(request(std::string("POST ") + path, "{}"));
    const auto answer = connection.read_message();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 500 "));
    EXPECT_THAT(answer, Not(HasSubstr("secret")));
  }
  connection.write(request("GET /own"));
  const auto answer = connection.read_message();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(answer, HasSubstr("NO_SUCH_RUN"));
  EXPECT_EQ(server_->stats().accepted, 1u) << "the connection survives";
}

TEST_F(ServerBasics, TheErrorHookAnswersInsteadOfTheHandler) {
  options_.on_error = [](const ServerRequest& r, ServerResponse& response,
                         const std::exception_ptr& thrown) {
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& e) {
      response.status(418).send(r.path() + " " + e.what(), "text/plain");
    }
  };
  serve([](ServerRequest&, ServerResponse&) { throw std::runtime_error("why"); });
  EXPECT_THAT(ask(request("GET /x")), EndsWith("/x why"));
}

TEST_F(ServerBasics, AHandlerThatSaysNothingGivesAnEmptyAnswer) {
  serve([](ServerRequest&, ServerResponse& response) { response.status(202); });
  const auto answer = ask(request("GET /"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 202 "));
  EXPECT_THAT(answer, HasSubstr("Content-Length: 0\r\n"));
}

TEST_F(ServerBasics, IdleConnectionsCostNoThread) {
  options_.threads = 2;
  serve_echo();
  std::vector<std::unique_ptr<RawConnection>> idle;
  for (int i = 0; i < 50; ++i) {
    idle.push_back(std::make_unique<RawConnection>(test::dial(server_->port())));
    idle.back()->write(request("GET /idle"));
    idle.back()->read_message();
  }
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(ask(request("GET /now")), EndsWith("GET /now "));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
  EXPECT_EQ(server_->stats().accepted, 51u);
}

TEST_F(ServerBasics, ManyClientsAtOnce) {
  serve_echo();
  std::atomic<int> good{0};
  std::vector<std::thread> clients;
  for (int c = 0; c < 16; ++c)
    clients.emplace_back([&, c] {
      auto connection = connect();
      for (int i = 0; i < 50; ++i) {
        const auto body = std::to_string(c) + "/" + std::to_string(i);
        connection.write(request("POST /p", body));
        if (connection.read_message().ends_with("POST /p " + body)) ++good;
      }
    });
  for (auto& client : clients) client.join();
  EXPECT_EQ(good, 800);
}

TEST_F(ServerBasics, BeyondItsConnectionsItSaysSo) {
  options_.max_connections = 2;
  serve_echo();
  auto first = connect();
  auto second = connect();
  first.write(request("GET /"));
  first.read_message();
  second.write(request("GET /"));
  second.read_message();
  const auto answer = connect().read_to_end();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(answer, HasSubstr("Retry-After: 1\r\n"));
  EXPECT_EQ(server_->stats().shed, 1u);
}

TEST_F(ServerBasics, AddressesAndPorts) {
  options_.listen = "[::1]:0";
  try {
    serve_echo();
  } catch (const Error& e) {
    GTEST_SKIP() << "no IPv6 here: " << e.what();
  }
  EXPECT_GT(server_->port(), 0);
  EXPECT_EQ(server_->url(), "http://[::1]:" + std::to_string(server_->port()));
}

TEST_F(ServerBasics, APortInUseIsNamed) {
  serve_echo();
  options_.listen = "127.0.0.1:" + std::to_string(server_->port());
  options_.name = "callbacks";
  try {
    Server second(options_, [](auto&, auto&) {});
    FAIL() << "two servers share a port";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "LISTEN_FAILED");
    EXPECT_EQ(e.subject(), "callbacks");
    EXPECT_THAT(e.fact(), HasSubstr(options_.listen));
  }
  options_.listen = "nonsense";
  EXPECT_THROW(Server(options_, [](auto&, auto&) {}), Error);
}

// ---- the end

TEST_F(ServerBasics, StopCutsIdleConnections) {
  serve_echo();
  auto idle = connect();
  idle.write(request("GET /"));
  idle.read_message();
  const auto start = std::chrono::steady_clock::now();
  server_->stop();
  EXPECT_TRUE(idle.wait_for_end());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
  EXPECT_THROW(connect(), std::runtime_error);
  server_->stop();
}

TEST_F(ServerBasics, StopLetsRequestsEnd) {
  std::atomic<bool> inside{false};
  serve([&](ServerRequest& r, ServerResponse& response) {
    inside = true;
    while (!r.stopping()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    response.send("done");
  });
  auto connection = connect();
  connection.write(request("GET /"));
  while (!inside) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  server_->stop();
  const auto answer = connection.read_to_end();
  EXPECT_THAT(answer, EndsWith("done"));
  EXPECT_THAT(answer, HasSubstr("Connection: close"));
}

TEST_F(ServerBasics, StopCutsWhoReadsForEver) {
  std::atomic<bool> inside{false};
  serve([&](ServerRequest& r, ServerResponse&) {
    inside = true;
    r.body();
  });
  auto connection = connect();
  connection.write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nhalf");
  while (!inside) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  const auto start = std::chrono::steady_clock::now();
  server_->stop(100);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

TEST_F(ServerBasics, AServerThatWasNeverStartedEnds) {
  Server server(options_, [](auto&, auto&) {});
  EXPECT_GT(server.port(), 0);
}

}  // namespace
}  // namespace stepgate::http
