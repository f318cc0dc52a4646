// Peers that are slow, endless or not what they say: every call ends, with a reason.
#include <Poco/DeflatingStream.h>
#include <gtest/gtest.h>

#include <chrono>
#include <sstream>
#include <thread>

#include "http/client.hpp"
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

/// Sends `head`, then one byte of `drop` after another until the client has had enough.
RawServer::Script dripping(const std::string& head, char drop) {
  return [=](RawConnection& connection, int) {
    connection.read_message();
    connection.write(head);
    while (connection.write({&drop, 1})) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  };
}

class Stopwatch {
 public:
  long ms() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start_).count();
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point start_ = Clock::now();
};

TEST(ClientBounds, TheDeadlineEndsEveryDrip) {
  for (const std::string head :
       {"", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;"}) {
    RawServer server(dripping(head, head.empty() ? 'H' : 'x'));
    auto request = get(server.url());
    request.timeouts = {1000, 200, 400};
    const Stopwatch watch;
    const auto outcome = Client().send(request);
    ASSERT_TRUE(outcome.failure) << head;
    if (head.empty()) continue;  // "HHH" is no answer: that is said at once
    EXPECT_EQ(outcome.failure->kind, FailureKind::timeout) << outcome.failure->text;
    EXPECT_GE(watch.ms(), 390);
    EXPECT_LT(watch.ms(), 3000);
  }
}

TEST(ClientBounds, SilenceEndsAtTheReadTimeout) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_message();
    connection.wait_for_end();
  });
  Client client;
  auto request = get(server.url());
  request.method = "POST";
  request.body = "{}";
  request.timeouts = {1000, 150, 60'000};
  const Stopwatch watch;
  const auto outcome = client.send(request);
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->kind, FailureKind::timeout);
  EXPECT_TRUE(outcome.body_left);
  EXPECT_GE(outcome.after_body_ms, 140);
  EXPECT_LT(watch.ms(), 3000);
}

TEST(ClientBounds, APeerThatDoesNotReadEndsTheSending) {
  RawServer server([](RawConnection& connection, int) {
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    connection.reset();
  });
  const std::string large(32u << 20, 'x');
  auto request = get(server.url());
  request.method = "POST";
  request.body = large;
  request.timeouts = {1000, 5000, 300};
  const auto outcome = Client().send(request);
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->kind, FailureKind::timeout);
  EXPECT_TRUE(outcome.body_left);
}

TEST(ClientBounds, ATlsPeerThatSaysNothing) {
  RawServer server([](RawConnection& connection, int) { connection.wait_for_end(); });
  auto request = get("https://127.0.0.1:" + std::to_string(server.port()) + "/");
  request.method = "POST";
  request.body = "{}";
  request.timeouts = {150, 5000, 5000};
  const auto outcome = Client().send(request);
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->kind, FailureKind::timeout);
  EXPECT_FALSE(outcome.body_left);
}

TEST(ClientBounds, ACancelledCallEndsSoon) {
  RawServer server([](RawConnection& connection, int) { connection.wait_for_end(); });
  std::atomic<bool> stop{false};
  auto request = get(server.url());
  request.cancelled = [&] { return stop.load(); };
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    stop = true;
  });
  const Stopwatch watch;
  const auto outcome = Client().send(request);
  later.join();
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->kind, FailureKind::cancelled);
  EXPECT_LT(watch.ms(), 2000);
}

TEST(ClientBounds, WhatIsTooLargeIsRefusedWithItsStatus) {
  const std::string filler(5000, 'x');
  std::string chunks;
  for (int i = 0; i < 20; ++i) chunks += "1f4\r\n" + std::string(500, 'x') + "\r\n";
  for (const std::string& wire :
       {ok(filler), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks,
        "HTTP/1.1 200 OK\r\n\r\n" + filler,
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 999999999999999\r\n\r\n"),
        std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n") +
            filler}) {
    RawServer server([&](RawConnection& connection, int) {
      connection.read_message();
      connection.write(wire);
    });
    auto request = get(server.url());
    request.max_response_bytes = 4000;
    const auto outcome = Client().send(request);
    ASSERT_TRUE(outcome.failure) << wire.substr(0, 60);
    EXPECT_EQ(outcome.failure->kind, FailureKind::too_large) << outcome.failure->text;
    EXPECT_NE(outcome.failure->text.find("4000"), std::string::npos);
    EXPECT_EQ(outcome.response.status, 200);
    EXPECT_LE(outcome.response.body.size(), 4000u);
  }
}

TEST(ClientBounds, ABodyOfExactlyTheBoundIsTaken) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_message();
    connection.write(ok(std::string(4000, 'x')));
  });
  auto request = get(server.url());
  request.max_response_bytes = 4000;
  EXPECT_TRUE(Client().send(request).ok());
}

TEST(ClientBounds, HeadersAreBounded) {
  RawServer endless(dripping("HTTP/1.1 200 OK\r\nX: " + std::string(10'000, 'x'), 'x'));
  auto request = get(endless.url());
  request.max_header_bytes = 8192;
  EXPECT_EQ(Client().send(request).failure->kind, FailureKind::too_large);

  std::string many = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 300; ++i) many += "A: b\r\n";
  RawServer counted([&](RawConnection& connection, int) {
    connection.read_message();
    connection.write(many + "\r\n");
  });
  EXPECT_EQ(Client().send(get(counted.url())).failure->kind, FailureKind::broken);
}

TEST(ClientBounds, InterimAnswersEnd) {
  RawServer server([](RawConnection& connection, int) {
    connection.read_message();
    while (connection.write("HTTP/1.1 102 Processing\r\n\r\n")) continue;
  });
  EXPECT_EQ(Client().send(get(server.url())).failure->kind, FailureKind::broken);
}

TEST(ClientBounds, WhatIsNotHttpIsSaidAtOnce) {
  for (const std::string wire :
       {"SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n",
        "HTTP/2 200\r\n\r\n"}) {
    RawServer server([&](RawConnection& connection, int) {
      connection.read_message();
      connection.write(wire);
      connection.wait_for_end();
    });
    const auto outcome = Client().send(get(server.url()));
    ASSERT_TRUE(outcome.failure) << wire;
    EXPECT_EQ(outcome.failure->kind, FailureKind::broken) << outcome.failure->text;
  }
}

// ---- compressed answers

std::string compress(const std::string& text, Poco::DeflatingStreamBuf::StreamType type) {
  std::ostringstream out;
  Poco::DeflatingOutputStream deflate(out, type);
  deflate << text;
  deflate.close();
  return out.str();
}

Outcome fetch_coded(const std::string& body, const std::string& coding,
                    std::size_t bound = 1 << 20) {
  RawServer server([&](RawConnection& connection, int) {
    connection.read_message();
    connection.write(ok(body, "Content-Encoding: " + coding + "\r\n"));
  });
  auto request = get(server.url());
  request.max_response_bytes = bound;
  return Client().send(request);
}

TEST(ClientBounds, CompressedAnswersAreDecoded) {
  using Type = Poco::DeflatingStreamBuf;
  const std::string text = "{\"status\": \"ok\"}" + std::string(100'000, ' ');
  for (const auto& [type, coding] :
       std::vector<std::pair<Type::StreamType, std::string>>{{Type::STREAM_GZIP, "gzip"},
                                                             {Type::STREAM_GZIP, "X-GZIP"},
                                                             {Type::STREAM_ZLIB, "deflate"}}) {
    const auto outcome = fetch_coded(compress(text, type), coding);
    ASSERT_TRUE(outcome.ok()) << coding << ": " << outcome.failure->text;
    EXPECT_EQ(outcome.response.body, text) << coding;
    EXPECT_TRUE(outcome.response.decoded);
  }
  EXPECT_FALSE(fetch_coded("plain", "identity").response.decoded);
}

TEST(ClientBounds, ABombStopsAtTheBound) {
  const auto bomb = compress(std::string(64u << 20, '\0'), Poco::DeflatingStreamBuf::STREAM_GZIP);
  ASSERT_LT(bomb.size(), 1u << 20);
  const auto outcome = fetch_coded(bomb, "gzip");
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->kind, FailureKind::too_large);
  EXPECT_EQ(outcome.response.status, 200);
}

TEST(ClientBounds, WhatCannotBeDecodedIsBroken) {
  const auto good =
      compress(std::string(10'000, 'x') + "end", Poco::DeflatingStreamBuf::STREAM_GZIP);
  for (const auto& [body, coding] : std::vector<std::pair<std::string, std::string>>{
           {"not gzip at all", "gzip"},
           {compress("text", Poco::DeflatingStreamBuf::STREAM_ZLIB).substr(0, 8), "deflate"},
           {good.substr(0, good.size() / 2), "gzip"},
           {"x", "br"}}) {
    const auto outcome = fetch_coded(body, coding);
    ASSERT_TRUE(outcome.failure) << coding;
    EXPECT_EQ(outcome.failure->kind, FailureKind::broken);
    EXPECT_EQ(outcome.response.status, 200) << "accepted stays accepted";
  }
}

}  // namespace
}  // namespace stepgate::http
