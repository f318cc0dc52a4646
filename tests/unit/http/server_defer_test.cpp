#include <gmock/gmock.h>

#include <condition_variable>
#include <deque>
#include <thread>

#include "server_fixture.hpp"

namespace stepgate::http {
namespace {

using test::RawConnection;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

/// Answers deferred requests from a thread of its own, as a committer does.
class Answerer {
 public:
  ~Answerer() { stop(); }

  void add(Reply reply, std::string body) {
    const std::lock_guard lock(mutex_);
    waiting_.emplace_back(std::move(reply), std::move(body));
    changed_.notify_one();
  }
  std::size_t waiting() {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }
  void start() {
    thread_ = std::thread([this] { run(); });
  }
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
      changed_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      auto [reply, body] = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      reply.send(200, body, "text/plain", {{"X-Late", "1"}});
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<Reply, std::string>> waiting_;
  bool ended_ = false;
  std::thread thread_;
};

class ServerDefer : public test::ServerTest {
 protected:
  void serve_deferred() {
    serve([this](ServerRequest& r, ServerResponse& response) {
      auto text = r.path() + " " + r.body();
      answerer_.add(response.defer(), std::move(text));
    });
  }
  Answerer answerer_;
};

TEST_F(ServerDefer, AnotherThreadAnswers) {
  serve_deferred();
  answerer_.start();
  auto connection = connect();
  for (int i = 0; i < 50; ++i) {
    connection.write(request("POST /x", std::to_string(i)));
    const auto answer = connection.read_message();
    ASSERT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    ASSERT_THAT(answer, HasSubstr("X-Late: 1\r\n"));
    ASSERT_THAT(answer, EndsWith("\r\n\r\n/x " + std::to_string(i)));
  }
  EXPECT_EQ(server_->stats().accepted, 1u);
}

TEST_F(ServerDefer, WaitingAnswersHoldNoThread) {
  options_.threads = 1;
  serve_deferred();
  std::vector<std::unique_ptr<RawConnection>> clients;
  for (int i = 0; i < 40; ++i) {
    clients.push_back(std::make_unique<RawConnection>(test::dial(server_->port())));
    clients.back()->write(request("POST /" + std::to_string(i), "b"));
  }
  for (int i = 0; i < 1000 && answerer_.waiting() < 40; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(answerer_.waiting(), 40u);
  answerer_.start();
  for (int i = 0; i < 40; ++i)
    EXPECT_THAT(clients[static_cast<std::size_t>(i)]->read_message(),
                EndsWith("/" + std::to_string(i) + " b"));
}

TEST_F(ServerDefer, PipelinedRequestsStayInOrder) {
  serve_deferred();
  answerer_.start();
  auto connection = connect();
  std::string wire;
  for (int i = 0; i < 200; ++i) wire += request("POST /" + std::to_string(i), "b");
  connection.write(wire);
  for (int i = 0; i < 200; ++i)
    ASSERT_THAT(connection.read_message(), EndsWith("/" + std::to_string(i) + " b"));
}

TEST_F(ServerDefer, AForgottenReplyAnswers500) {
  serve([](ServerRequest&, ServerResponse& response) { const auto forgotten = response.defer(); });
  EXPECT_THAT(ask(request("GET /")), StartsWith("HTTP/1.1 500 "));
}

TEST_F(ServerDefer, ALargeAnswerIsFinishedByTheServer) {
  const std::string large(32u << 20, 'x');
  serve([&](ServerRequest&, ServerResponse& response) { response.defer().send(200, large); });
  auto connection = connect();
  for (int i = 0; i < 2; ++i) {
    connection.write(request("GET /"));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    const auto answer = connection.read_message();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
    EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, large.size());
  }
}

TEST_F(ServerDefer, AClosingConnectionIsClosedAfterTheAnswer) {
  serve_deferred();
  answerer_.start();
  auto connection = connect();
  connection.write(request("POST /x", "b", "Connection: close\r\n"));
  EXPECT_THAT(connection.read_to_end(), EndsWith("/x b"));
}

TEST_F(ServerDefer, AClientThatLeftHarmsNobody) {
  serve_deferred();
  for (int i = 0; i < 10; ++i) {
    auto connection = connect();
    connection.write(request("POST /x", "b"));
    for (int k = 0; k < 500 && answerer_.waiting() < static_cast<std::size_t>(i) + 1; ++k)
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    connection.reset();
  }
  answerer_.start();
  for (int i = 0; i < 500 && server_->stats().open > 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(server_->stats().open, 0u);
}

TEST_F(ServerDefer, StopWaitsForRepliesWithinItsGrace) {
  serve_deferred();
  auto connection = connect();
  connection.write(request("POST /x", "b"));
  while (answerer_.waiting() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    answerer_.start();
  });
  server_->stop(5'000);
  later.join();
  EXPECT_THAT(connection.read_to_end(), EndsWith("/x b"));
}

TEST_F(ServerDefer, AReplyMayOutliveTheServer) {
  serve_deferred();
  auto connection = connect();
  connection.write(request("POST /x", "b"));
  while (answerer_.waiting() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  server_->stop(50);
  server_.reset();
  answerer_.start();
  answerer_.stop();
  EXPECT_EQ(connection.read_to_end(), "");
}

}  // namespace
}  // namespace stepgate::http
