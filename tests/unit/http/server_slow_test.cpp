// Slow peers hold no thread that others need.
#include <gmock/gmock.h>

#include <array>
#include <atomic>
#include <deque>
#include <thread>

#include "base/error.hpp"
#include "server_fixture.hpp"

namespace stepgate::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;
using Steady = std::chrono::steady_clock;

constexpr auto kSoon = std::chrono::seconds(2);

class ServerSlow : public test::ServerTest {
 protected:
  ServerSlow() {
    options_.threads = 4;
    options_.stall_ms = 30'000;
  }

  /// Headers that promise a body, and its first bytes.
  std::deque<test::RawConnection> begin_bodies(int n, std::size_t promised,
                                               std::string_view first) const {
    std::deque<test::RawConnection> all;
    for (int i = 0; i < n; ++i) {
      all.emplace_back(test::dial(server_->port()));
      all.back().write("POST /slow HTTP/1.1\r\nHost: h\r\nContent-Length: " +
                       std::to_string(promised) + "\r\n\r\n");
      all.back().write(first);
    }
    return all;
  }

  void expect_soon(std::string_view wire, std::string_view answer) const {
    const auto start = Steady::now();
    auto connection = connect();
    connection.write(wire);
    EXPECT_THAT(connection.read_message(), HasSubstr(std::string(answer)));
    EXPECT_LT(Steady::now() - start, kSoon);
  }
};

TEST_F(ServerSlow, BodiesThatDoNotComeHoldNoThread) {
  serve_echo();
  auto slow = begin_bodies(40, 10, "12345");
  expect_soon(request("POST /quick", "body"), "POST /quick body");
  // And each is answered when it is there.
  for (auto& connection : slow) {
    connection.write("67890");
    ASSERT_THAT(connection.read_message(), EndsWith("POST /slow 1234567890"));
  }
}

TEST_F(ServerSlow, LargeOnesWaitForEachOtherAlone) {
  options_.gather_bytes = 1000;
  serve_echo();
  auto slow = begin_bodies(20, 5000, std::string(2000, 'x'));
  expect_soon(request("POST /quick", "body"), "POST /quick body");
  for (auto& connection : slow) connection.write(std::string(3000, 'x'));
  for (auto& connection : slow)
    ASSERT_THAT(connection.read_message(), EndsWith(" " + std::string(5000, 'x')));
}

TEST_F(ServerSlow, AllThatArriveTogetherAreBounded) {
  options_.gather_total_bytes = 10'000;
  serve_echo();
  auto slow = begin_bodies(20, 5000, std::string(2000, 'x'));
  expect_soon(request("GET /quick"), "GET /quick ");
  for (auto& connection : slow) connection.write(std::string(3000, 'x'));
  for (auto& connection : slow)
    ASSERT_THAT(connection.read_message(), EndsWith(" " + std::string(5000, 'x')));
  expect_soon(request("POST /after", std::string(5000, 'x')), "POST /after xxx");
}

TEST_F(ServerSlow, UploadsHoldAFewThreadsAtMost) {
  options_.gate = [](ServerRequest& r, ServerResponse&) {
    return r.path() == "/slow" ? Next::stream : Next::gather;
  };
  serve([](ServerRequest& r, ServerResponse& response) {
    std::array<char, 100> piece;
    std::size_t total = 0;
    while (const auto n = r.read_body_chunk(piece.data(), piece.size())) total += n;
    response.send(std::to_string(total));
  });
  auto slow = begin_bodies(20, 10, "12345");
  expect_soon(request("POST /quick", "body"), "\r\n\r\n4");
  for (auto& connection : slow) connection.write("67890");
  for (auto& connection : slow) ASSERT_THAT(connection.read_message(), EndsWith("\r\n\r\n10"));
}

TEST_F(ServerSlow, TheGateAnswersBeforeTheBodyComes) {
  std::atomic<int> handled{0};
  options_.gate = [](ServerRequest& r, ServerResponse& response) {
    if (r.path() == "/throws") throw Error(ErrorKind::unauthorized, "NO", "you", "may not");
    if (r.path() != "/slow") return Next::gather;
    response.status(401).send("no");
    return Next::answered;
  };
  serve([&](ServerRequest&, ServerResponse& response) {
    ++handled;
    response.send("{}");
  });
  for (auto& connection : begin_bodies(10, 1000, "begun"))
    EXPECT_THAT(connection.read_to_end(), StartsWith("HTTP/1.1 401 "));
  auto connection = connect();
  for (int i = 0; i < 3; ++i) {  // and over a connection that goes on
    connection.write(request("GET /slow"));
    EXPECT_THAT(connection.read_message(), StartsWith("HTTP/1.1 401 "));
  }
  expect_soon(request("GET /throws"), "HTTP/1.1 401 ");
  EXPECT_EQ(handled, 0);
  expect_soon(request("GET /other"), "HTTP/1.1 200 ");
  EXPECT_EQ(handled, 1);
}

TEST_F(ServerSlow, TheGateAnswersWhileAllHandlersAreBusy) {
  std::atomic<bool> end{false};
  std::atomic<int> busy{0};
  options_.gate = [](ServerRequest& r, ServerResponse& response) {
    if (r.path() != "/health") return Next::gather;
    response.send("well");
    return Next::answered;
  };
  serve([&](ServerRequest&, ServerResponse& response) {
    ++busy;
    while (!end) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    response.send("done");
  });
  std::deque<test::RawConnection> waiting;
  for (int i = 0; i < 10; ++i) {
    waiting.emplace_back(test::dial(server_->port()));
    waiting.back().write(request("GET /busy"));
  }
  while (busy < 4) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  expect_soon(request("GET /health"), "well");
  EXPECT_EQ(busy, 4) << "no more handlers at a time than were asked for";
  end = true;
  for (auto& connection : waiting) EXPECT_THAT(connection.read_message(), EndsWith("done"));
}

TEST_F(ServerSlow, AnswersThatNobodyReadsHoldNoThread) {
  const std::string large(8u << 20, 'x');
  serve([&](ServerRequest& r, ServerResponse& response) {
    response.send(r.path() == "/large" ? large : "small");
  });
  std::deque<test::RawConnection> deaf;
  for (int i = 0; i < 10; ++i) {
    deaf.emplace_back(test::dial(server_->port()));
    deaf.back().write(request("GET /large"));
  }
  expect_soon(request("GET /small"), "small");
  for (auto& connection : deaf) {
    EXPECT_THAT(connection.read_message(), EndsWith("xxx"));
    connection.write(request("GET /small"));
    EXPECT_THAT(connection.read_message(), EndsWith("small"));
  }
}

TEST_F(ServerSlow, WhoseBodyNeverComesIsAnsweredSo) {
  options_.stall_ms = 200;
  serve_echo();
  for (auto& connection : begin_bodies(10, 10, "12345"))
    EXPECT_THAT(connection.read_to_end(), HasSubstr("BODY_TIMEOUT"));
}

TEST_F(ServerSlow, AStopWaitsForABodyUnderWay) {
  serve_echo();
  auto slow = begin_bodies(1, 10, "12345");
  expect_soon(request("GET /quick"), "GET /quick ");
  std::thread stopping([&] { server_->stop(5'000); });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  slow[0].write("67890");
  EXPECT_THAT(slow[0].read_to_end(), EndsWith("POST /slow 1234567890"));
  stopping.join();
}

TEST_F(ServerSlow, ManyAtOnceAreAllAnswered) {
  options_.threads = 3;
  options_.gather_bytes = 3000;
  options_.gather_total_bytes = 40'000;
  serve_echo();
  std::vector<std::thread> clients;
  std::atomic<int> right{0};
  for (int c = 0; c < 16; ++c)
    clients.emplace_back([&, c] {
      auto connection = connect();
      for (int i = 0; i < 60; ++i) {
        const auto body =
            std::string(static_cast<std::size_t>((c * 611 + i * 977) % 7000 + 1), 'b');
        const auto wire = request("POST /x", body);
        connection.write(std::string_view(wire).substr(0, wire.size() / 2));
        if (i % 3 == 0) std::this_thread::yield();
        connection.write(std::string_view(wire).substr(wire.size() / 2));
        if (connection.read_message().ends_with("POST /x " + body)) ++right;
      }
    });
  for (auto& client : clients) client.join();
  EXPECT_EQ(right, 16 * 60);
}

}  // namespace
}  // namespace stepgate::http
