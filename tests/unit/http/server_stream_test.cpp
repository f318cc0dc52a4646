#include <gmock/gmock.h>

#include <array>
#include <thread>

#include "base/error.hpp"
#include "http/client.hpp"
#include "server_fixture.hpp"

namespace stepgate::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

class ServerStream : public test::ServerTest {};

TEST_F(ServerStream, PiecesArriveInChunksAndTheConnectionGoesOn) {
  serve([](ServerRequest&, ServerResponse& response) {
    response.begin("text/csv");
    for (int i = 0; i < 20'000; ++i) response.write("line " + std::to_string(i) + "\n");
    response.end();
  });
  Client client;
  Request request;
  request.url = server_->url() + "/export";
  for (int round = 0; round < 3; ++round) {
    const auto outcome = client.send(request);
    ASSERT_TRUE(outcome.ok()) << outcome.failure->text;
    EXPECT_EQ(outcome.response.header("Content-Type"), "text/csv");
    EXPECT_EQ(outcome.response.header("Transfer-Encoding"), "chunked");
    EXPECT_THAT(outcome.response.body, EndsWith("line 19999\n"));
    EXPECT_EQ(outcome.reused, round > 0);
  }
}

TEST_F(ServerStream, AFlushedPieceArrivesAtOnce) {
  std::atomic<bool> go_on{false};
  serve([&](ServerRequest&, ServerResponse& response) {
    response.begin("text/plain");
    response.write("first");
    response.flush();
    while (!go_on) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    response.write("second");
    response.end();
  });
  auto connection = connect();
  connection.write(request("GET /"));
  EXPECT_THAT(connection.read_until("first\r\n"), EndsWith("5\r\nfirst\r\n"));
  go_on = true;
  EXPECT_EQ(connection.read_until("0\r\n\r\n"), "6\r\nsecond\r\n0\r\n\r\n");
}

TEST_F(ServerStream, AnExceptionCutsTheAnswerVisibly) {
  serve([](ServerRequest&, ServerResponse& response) {
    response.begin("text/plain");
    response.write("half");
    response.flush();
    throw std::runtime_error("the rest is lost");
  });
  Client client;
  Request request;
  request.url = server_->url();
  const auto outcome = client.send(request);
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->kind, FailureKind::broken);
}

TEST_F(ServerStream, WithoutAnEndTheClientSeesTheCut) {
  serve([](ServerRequest&, ServerResponse& response) {
    response.begin("text/plain");
    response.write("half");
    response.flush();
  });
  EXPECT_THAT(ask(request("GET /")), Not(HasSubstr("\r\n0\r\n\r\n")));
}

TEST_F(ServerStream, AnOldClientReadsToTheEnd) {
  serve([](ServerRequest&, ServerResponse& response) {
    response.begin("text/plain");
    response.write("all of it");
    response.end();
  });
  const auto answer = ask("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(answer, EndsWith("\r\n\r\nall of it"));
  EXPECT_THAT(answer, Not(HasSubstr("chunked")));
}

TEST_F(ServerStream, AHeadRequestGetsNoBody) {
  serve([](ServerRequest&, ServerResponse& response) {
    response.begin("text/plain");
    response.write("text");
    response.end();
  });
  auto connection = connect();
  connection.write(request("HEAD /"));
  EXPECT_THAT(connection.read_until("\r\n\r\n"), HasSubstr("chunked"));
  connection.write(request("HEAD /"));
  EXPECT_THAT(connection.read_until("\r\n\r\n"), testing::StartsWith("HTTP/1.1 200"));
}

TEST_F(ServerStream, AnAnswerThatBeginsDuringAnUploadTakesNothingOfIt) {
  serve([](ServerRequest& request, ServerResponse& response) {
    std::array<char, 1000> piece{};
    std::size_t total = 0;
    while (const auto n = request.read_body_chunk(piece.data(), piece.size())) {
      total += n;
      if (!response.started()) response.begin("text/plain");
    }
    response.write(std::to_string(total));
    response.end();
  });
  EXPECT_THAT(ask(request("POST /", std::string(50'000, 'x'))), HasSubstr("\r\n50000\r\n"));
}

TEST_F(ServerStream, AClientThatLeftEndsTheWriter) {
  std::atomic<bool> ended{false};
  serve([&](ServerRequest&, ServerResponse& response) {
    response.begin("text/plain");
    try {
      for (;;) {
        response.write(std::string(100'000, 'x'));
        response.flush();
      }
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), "CLIENT_GONE");
      ended = true;
      throw;
    }
  });
  {
    auto connection = connect();
    connection.write(request("GET /"));
    connection.read_until("\r\n\r\n");
  }
  for (int i = 0; i < 500 && !ended; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace stepgate::http
