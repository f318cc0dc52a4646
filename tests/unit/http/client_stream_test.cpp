// Answers taken as they arrive, and bodies that are sent while the peer already answers.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <stdexcept>

#include "http/client.hpp"
#include "http/server.hpp"

namespace stepgate::http {
namespace {

Request request_to(const Server& server, const char* method = "GET") {
  Request request;
  request.method = method;
  request.url = server.url() + "/x";
  return request;
}

TEST(ClientStream, ABodyIsHandedOnAndNotKept) {
  Server server({}, [](ServerRequest&, ServerResponse& response) {
    response.begin("text/csv");
    for (int i = 0; i < 64; ++i) response.write(std::string(1000, 'a'));
    response.end();
  });
  server.start();
  auto request = request_to(server);
  request.max_response_bytes = 10;  // no bound for what is handed on
  std::size_t got = 0;
  request.on_body = [&](std::string_view piece) { got += piece.size(); };
  Client client;
  const auto outcome = client.send(request);
  ASSERT_TRUE(outcome.ok()) << outcome.failure->text;
  EXPECT_EQ(got, 64'000U);
  EXPECT_EQ(outcome.response.body, "");
  EXPECT_EQ(client.idle_connections(), 1U);
}

TEST(ClientStream, ARefusalIsKeptAsUsual) {
  Server server({}, [](ServerRequest&, ServerResponse& response) {
    response.status(422).send("refused", "text/plain");
  });
  server.start();
  auto request = request_to(server);
  request.on_body = [](std::string_view) { FAIL() << "a refusal was handed on"; };
  const auto outcome = Client().send(request);
  EXPECT_EQ(outcome.response.body, "refused");
}

TEST(ClientStream, ATakerThatThrowsEndsTheCall) {
  Server server({}, [](ServerRequest&, ServerResponse& response) { response.send("text"); });
  server.start();
  auto request = request_to(server);
  request.on_body = [](std::string_view) { throw std::runtime_error("the disk is full"); };
  const auto outcome = Client().send(request);
  ASSERT_FALSE(outcome.ok());
  EXPECT_NE(outcome.failure->text.find("the disk is full"), std::string::npos);
}

TEST(ClientStream, SendingGoesOnWhileThePeerReports) {
  std::atomic<std::size_t> taken = 0;
  Server server({}, [&](ServerRequest& request, ServerResponse& response) {
    std::array<char, 65536> piece{};
    response.begin("text/plain");
    while (const auto n = request.read_body_chunk(piece.data(), piece.size())) {
      taken += n;
      response.write(".");
      response.flush();
    }
    response.write("done");
    response.end();
  });
  server.start();
  const std::string body(16u << 20, 'x');
  auto request = request_to(server, "POST");
  request.body = body;
  request.send_on_while_answered = true;
  std::uint64_t sent = 0;
  request.on_sent = [&](std::uint64_t now) {
    EXPECT_GE(now, sent);
    sent = now;
  };
  const auto outcome = Client().send(request);
  ASSERT_TRUE(outcome.ok()) << outcome.failure->text;
  EXPECT_EQ(taken, body.size());
  EXPECT_EQ(sent, body.size());
  EXPECT_TRUE(outcome.response.body.ends_with("done"));
}

TEST(ClientStream, AnAnswerThatEndsAnUploadIsReadThoughItBeganWell) {
  ServerOptions options;
  options.gate = [](ServerRequest&, ServerResponse&) { return Next::stream; };
  Server server(options, [](ServerRequest& request, ServerResponse& response) {
    std::array<char, 65536> piece{};
    request.read_body_chunk(piece.data(), piece.size());
    response.begin("text/plain");
    response.write("the third row is too large");
    response.end();
  });
  server.start();
  const std::string body(64u << 20, 'x');
  auto request = request_to(server, "POST");
  request.body = body;
  request.send_on_while_answered = true;
  std::string got;
  request.on_body = [&](std::string_view piece) { got += piece; };
  const auto outcome = Client().send(request);
  EXPECT_TRUE(outcome.ok()) << outcome.failure->text;
  EXPECT_EQ(got, "the third row is too large");
}

TEST(ClientStream, WithoutBeingToldSoAnAnswerEndsTheSending) {
  Server server({}, [](ServerRequest&, ServerResponse& response) { response.send("enough"); });
  server.start();
  const std::string body(64u << 20, 'x');
  auto request = request_to(server, "POST");
  request.body = body;
  std::uint64_t sent = 0;
  request.on_sent = [&](std::uint64_t now) { sent = now; };
  const auto outcome = Client().send(request);
  EXPECT_EQ(outcome.response.status, 200);
  EXPECT_LT(sent, body.size());
}

}  // namespace
}  // namespace stepgate::http
