#include <gmock/gmock.h>

#include <random>
#include <thread>

#include "server_fixture.hpp"

namespace stepgate::http {
namespace {

using test::RawConnection;
using testing::HasSubstr;
using testing::StartsWith;

class ServerHostile : public test::ServerTest {};

TEST_F(ServerHostile, WhatIsNoRequestIsRefused) {
  serve_echo();
  const std::vector<std::pair<std::string, int>> table{
      {"complete nonsense\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"GET / HTTP/3.0\r\nHost: h\r\n\r\n", 505},
      {"GET nowhere HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET /a/../b HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET /a/%2e%2E/b HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET /%0d%0aX HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET /%ff HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET /% HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET /?a=%ff HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET /?%zz HTTP/1.1\r\nHost: h\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400},
      {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400},
      {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
       400},
      {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1x\r\n\r\nx", 400},
      {"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
      {"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999\r\n\r\n", 413},
  };
  for (const auto& [wire, status] : table) {
    const auto answer = ask(wire);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + std::to_string(status) + " ")) << wire;
    EXPECT_THAT(answer, HasSubstr("Connection: close"));
    EXPECT_THAT(answer, HasSubstr("{\"requestId\":")) << "services parse every answer";
  }
  EXPECT_EQ(server_->stats().requests, 0u);
  EXPECT_EQ(server_->stats().bad_requests, table.size());
}

TEST_F(ServerHostile, HeadersAreBounded) {
  serve_echo();
  EXPECT_THAT(ask(request("GET /", "", "X: " + std::string(40'000, 'x') + "\r\n")),
              StartsWith("HTTP/1.1 431 "));
  std::string many;
  for (int i = 0; i < 150; ++i) many += "A: b\r\n";
  EXPECT_THAT(ask(request("GET /", "", many)), StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(ask("GET /" + std::string(100'000, 'a')), StartsWith("HTTP/1.1 431 "));
}

TEST_F(ServerHostile, RandomBytesNeverStopIt) {
  serve_echo();
  std::mt19937 random(7);
  for (int round = 0; round < 100; ++round) {
    std::string noise(random() % 300, '\0');
    for (auto& c : noise) c = static_cast<char>(random());
    ask((round % 2 == 0 ? "" : "POST / HTTP/1.1\r\nHost: h\r\n") + noise + "\r\n\r\n");
  }
  EXPECT_THAT(ask(request("GET /alive")), HasSubstr("GET /alive"));
}

TEST_F(ServerHostile, SlowHeadersCostNoThreadAndEnd) {
  options_.threads = 2;
  options_.header_ms = 600;
  serve_echo();
  std::vector<std::unique_ptr<RawConnection>> slow;
  for (int i = 0; i < 20; ++i) {
    slow.push_back(std::make_unique<RawConnection>(test::dial(server_->port())));
    slow.back()->write("GET / HTTP/1.1\r\nX: ");
  }
  std::atomic<bool> stop{false};
  std::thread drip([&] {
    while (!stop) {
      for (auto& connection : slow) connection->write("x");
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  });
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(ask(request("GET /other")), HasSubstr("GET /other"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(500));
  while (server_->stats().open > 0 &&
         std::chrono::steady_clock::now() - start < std::chrono::seconds(8))
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  stop = true;
  drip.join();
  EXPECT_EQ(server_->stats().open, 0u) << "a dripping header ends at its deadline";
}

TEST_F(ServerHostile, SilentAndIdleConnectionsEnd) {
  options_.header_ms = 200;
  options_.keep_alive_ms = 200;
  serve_echo();
  auto silent = connect();
  auto idle = connect();
  idle.write(request("GET /"));
  idle.read_message();
  const auto start = std::chrono::steady_clock::now();
  EXPECT_TRUE(silent.wait_for_end());
  EXPECT_TRUE(idle.wait_for_end());
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
  EXPECT_EQ(server_->stats().timed_out, 2u);
}

TEST_F(ServerHostile, AClientThatDoesNotReadIsCutOff) {
  options_.threads = 1;
  options_.stall_ms = 200;
  serve([](ServerRequest& r, ServerResponse& response) {
    response.send(r.path() == "/large" ? std::string(64u << 20, 'x') : std::string("small"));
  });
  auto greedy = connect();
  greedy.write(request("GET /large"));
  EXPECT_THAT(ask(request("GET /small")), HasSubstr("small")) << "the only thread is free again";
}

TEST_F(ServerHostile, AClientThatOnlyAsksIsCutOff) {
  options_.threads = 1;
  options_.stall_ms = 200;
  serve([](ServerRequest&, ServerResponse& response) { response.send(std::string(100'000, 'x')); });
  auto greedy = connect();
  std::string wire;
  for (int i = 0; i < 1000; ++i) wire += request("GET /");
  std::thread writer([&] { greedy.write(wire); });
  EXPECT_THAT(ask(request("GET /other")), HasSubstr("200 OK"));
  writer.join();
}

}  // namespace
}  // namespace stepgate::http
