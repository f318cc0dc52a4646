// A server with a handler of the test's own, and raw connections to it.
#pragma once
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "http/server.hpp"
#include "peers.hpp"

namespace stepgate::http::test {

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    options_.name = "test";
    options_.threads = 4;
  }

  void serve(Handler handler) {
    server_.emplace(options_, std::move(handler));
    server_->start();
  }

  /// The handler answers with method, path and body.
  void serve_echo() {
    serve([](ServerRequest& request, ServerResponse& response) {
      response.send(std::string(request.method()) + " " + request.path() + " " + request.body(),
                    "text/plain");
    });
  }

  RawConnection connect() const { return RawConnection(dial(server_->port())); }

  /// One request over a connection of its own; the whole answer up to its end.
  std::string ask(std::string_view wire) const {
    auto connection = connect();
    connection.write(wire);
    connection.shutdown_write();
    return connection.read_to_end();
  }

  static std::string request(std::string_view line, std::string_view body = {},
                             std::string_view headers = {}) {
    std::string text = std::string(line) + " HTTP/1.1\r\nHost: h\r\n" + std::string(headers);
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return text + "\r\n" + std::string(body);
  }

  ServerOptions options_;
  std::optional<Server> server_;
};

}  // namespace stepgate::http::test
