#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "http/head.hpp"
#include "http/response.hpp"
#include "net/event_loop.hpp"
#include "net/sockets.hpp"

namespace sample {

class ServerConnection;

// Views into the connection's buffer: valid until the handler returns.
struct Request {
  std::string_view method;
  std::string_view path;   // without the query
  std::string_view query;  // without the '?'
  const Head& head;
  std::string_view body;
};

// The way back to the client, now or later; nothing happens when the client has gone by then.
class Responder {
 public:
  explicit Responder(std::weak_ptr<ServerConnection> connection)
      : connection_(std::move(connection)) {}
  void send(const Response& response) const;

 private:
  std::weak_ptr<ServerConnection> connection_;
};

// An HTTP/1.1 server on one listening socket: keep-alive, pipelining, bounded heads, bodies and
// connections.
class Server : private EventHandler {
 public:
  using Handler = std::function<void(const Request&, const Responder&)>;

  static constexpr std::size_t kMaxBodyBytes = 32 << 20;
  static constexpr std::size_t kMaxConnections = 4096;

  Server(EventLoop& loop, const HostPort& where, Handler handler);
  ~Server() override;

  std::uint16_t port() const { return bound_port(listener_.get()); }

 private:
  friend class ServerConnection;

  void on_events(std::uint32_t events) override;
  void drop(ServerConnection& connection);
  void pause_accepting(bool paused);
  void sweep();  // closes connections that have been silent for too long

  EventLoop& loop_;
  UniqueFd listener_;
  Handler handler_;
  std::unordered_map<ServerConnection*, std::shared_ptr<ServerConnection>> connections_;
  bool paused_ = false;
};

}  // namespace sample
