#include <gmock/gmock.h>

#include <thread>

#include "base/error.hpp"
#include "server_fixture.hpp"

namespace stepgate::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class ServerBody : public test::ServerTest {
 protected:
  /// The handler reads in pieces of `size` and answers with their count and the sum of bytes.
  void serve_upload(std::size_t size) {
    serve([size](ServerRequest& r, ServerResponse& response) {
      std::string piece(size, '\0');
      std::size_t total = 0;
      while (const auto got = r.read_body_chunk(piece.data(), piece.size())) total += got;
      response.send(std::to_string(total));
    });
  }
};

const std::string kChunked =
    "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    "5\r\nhello\r\n1;ext=\"x\"\r\n \r\n5\r\nworld\r\n0\r\nTrailer: t\r\n\r\n";

TEST_F(ServerBody, ChunkedBodiesAreRead) {
  serve_echo();
  auto connection = connect();
  for (int i = 0; i < 3; ++i) {
    connection.write(kChunked);
    EXPECT_THAT(connection.read_message(), EndsWith("POST /c hello world"));
  }
}

TEST_F(ServerBody, ChunkedAndCutAnywhere) {
  serve_upload(3);
  auto connection = connect();
  for (char c : kChunked) connection.write({&c, 1});
  EXPECT_THAT(connection.read_message(), EndsWith("\r\n\r\n11"));
}

TEST_F(ServerBody, TooLargeIsAnswered413) {
  options_.max_body_bytes = 1000;
  serve_echo();
  auto connection = connect();
  connection.write(request("POST /ok", std::string(1000, 'x')));
  EXPECT_THAT(connection.read_message(), StartsWith("HTTP/1.1 200 "));
  for (const std::string& wire :
       {request("POST /big", std::string(1001, 'x')),
        request("POST /huge", std::string(3u << 20, 'x')),
        "POST /c HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" +
            std::string(1024, 'x') + "\r\n0\r\n\r\n"}) {
    const auto answer = ask(wire);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 413 ")) << wire.substr(0, 60);
    EXPECT_THAT(answer, HasSubstr("BODY_TOO_LARGE"));
  }
}

TEST_F(ServerBody, AHandlerMayNarrowTheBound) {
  serve([](ServerRequest& r, ServerResponse& response) {
    r.body(10);
    response.send("{}");
  });
  EXPECT_THAT(ask(request("POST /", "0123456789")), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(ask(request("POST /", "0123456789a")), StartsWith("HTTP/1.1 413 "));
}

TEST_F(ServerBody, AnUploadPassesThrough) {
  serve_upload(64 * 1024);
  auto connection = connect();
  constexpr std::size_t kBytes = 48u << 20;
  connection.write("POST /up HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(kBytes) +
                   "\r\n\r\n");
  const std::string piece(1u << 20, 'x');
  for (std::size_t sent = 0; sent < kBytes; sent += piece.size())
    ASSERT_TRUE(connection.write(piece));
  EXPECT_THAT(connection.read_message(), EndsWith(std::to_string(kBytes)));
  connection.write(request("POST /up", "again"));
  EXPECT_THAT(connection.read_message(), EndsWith("\r\n\r\n5"));
}

TEST_F(ServerBody, UploadsAreBoundedToo) {
  options_.max_upload_bytes = 5000;
  serve_upload(1024);
  EXPECT_THAT(ask(request("POST /", std::string(5000, 'x'))), EndsWith("5000"));
  EXPECT_THAT(ask(request("POST /", std::string(5001, 'x'))), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(ask("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1389\r\n" +
                  std::string(5001, 'x') + "\r\n0\r\n\r\n"),
              StartsWith("HTTP/1.1 413 "));
}

TEST_F(ServerBody, UnreadBodiesDoNotSpoilTheConnection) {
  serve([](ServerRequest&, ServerResponse& response) { response.status(404).send("{}"); });
  auto connection = connect();
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(connection.write(request("POST /", "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n")));
    ASSERT_THAT(connection.read_message(), StartsWith("HTTP/1.1 404 "));
  }
  EXPECT_EQ(server_->stats().requests, 5u);
}

TEST_F(ServerBody, ALargeUnreadBodyEndsTheConnectionAfterTheAnswer) {
  serve([](ServerRequest&, ServerResponse& response) { response.status(401).send("no"); });
  const auto answer = ask(request("POST /", std::string(2u << 20, 'x')));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 401 "));
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  EXPECT_THAT(answer, EndsWith("no"));
}

TEST_F(ServerBody, TheClientIsInvitedWhenItAsks) {
  serve([](ServerRequest& r, ServerResponse& response) {
    if (r.path() == "/read")
      response.send(r.body());
    else
      response.status(404).send("no");
  });
  const std::string expect = "Expect: 100-continue\r\nContent-Length: 4\r\n";
  auto reading = connect();
  reading.write(request("POST /read", "", expect));
  EXPECT_EQ(reading.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  reading.write("body");
  EXPECT_THAT(reading.read_message(), EndsWith("\r\n\r\nbody"));
  auto refused = connect();
  refused.write(request("POST /other", "", expect));
  const auto answer = refused.read_message();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
}

TEST_F(ServerBody, BrokenBodiesAreAnsweredAndEndTheConnection) {
  serve_echo();
  for (const std::string body :
       {"zz\r\n", "-5\r\nhello\r\n", "5\r\nhelloXX\r\n", "\r\n", "1000000000000000\r\n"}) {
    auto connection = connect();
    connection.write("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    const auto answer = connection.read_to_end();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 ")) << body;
    EXPECT_THAT(answer, HasSubstr("BODY_BROKEN"));
    EXPECT_THAT(answer, HasSubstr("Connection: close"));
  }
}

TEST_F(ServerBody, ASlowBodyEndsAtItsDeadline) {
  options_.body_ms = 300;
  options_.stall_ms = 5000;
  serve_echo();
  auto connection = connect();
  connection.write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n");
  std::thread drip([&] {
    for (int i = 0; i < 30; ++i) {
      if (!connection.write("x")) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  const auto start = std::chrono::steady_clock::now();
  const auto answer = connection.read_to_end();
  const auto took = std::chrono::steady_clock::now() - start;
  drip.join();
  EXPECT_THAT(answer, HasSubstr("BODY_TIMEOUT"));
  EXPECT_LT(took, std::chrono::seconds(3));
}

TEST_F(ServerBody, ASilentBodyEndsAtTheStall) {
  options_.stall_ms = 150;
  serve_upload(100);
  auto connection = connect();
  connection.write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nhalf");
  EXPECT_THAT(connection.read_to_end(), HasSubstr("BODY_TIMEOUT"));
}

}  // namespace
}  // namespace stepgate::http
