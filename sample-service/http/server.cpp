#include "http/server.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>
#include <vector>

#include "http/server_connection.hpp"

namespace sample {

void Responder::send(const Response& response) const {
  if (const auto connection = connection_.lock()) connection->respond(response);
}

Server::Server(EventLoop& loop, const HostPort& where, Handler handler)
    : loop_(loop), listener_(listen_on(where)), handler_(std::move(handler)) {
  loop_.watch(listener_.get(), *this, EPOLLIN);
  loop_.every(std::chrono::seconds(1), [this] { sweep(); });
}

Server::~Server() = default;

void Server::on_events(std::uint32_t) {
  while (connections_.size() < kMaxConnections) {
    UniqueFd fd(::accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!fd.valid()) {
      // Without descriptors the socket would stay readable and spin: sweep() goes on with it.
      if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS) pause_accepting(true);
      return;
    }
    send_without_delay(fd.get());
    const auto connection = std::make_shared<ServerConnection>(*this, std::move(fd));
    connections_.emplace(connection.get(), connection);
    connection->start();
  }
  pause_accepting(true);
}

void Server::drop(ServerConnection& connection) {
  const auto found = connections_.find(&connection);
  if (found == connections_.end()) return;
  loop_.release(std::move(found->second));
  connections_.erase(found);
}

void Server::pause_accepting(bool paused) {
  if (paused_ == paused) return;
  paused_ = paused;
  loop_.change(listener_.get(), *this, paused ? 0U : std::uint32_t{EPOLLIN});
}

void Server::sweep() {
  std::vector<ServerConnection*> silent;
  for (const auto& [connection, owner] : connections_) {
    if (connection->is_overdue(loop_.now())) silent.push_back(connection);
  }
  for (ServerConnection* connection : silent) connection->close();
  if (connections_.size() < kMaxConnections) pause_accepting(false);
}

}  // namespace sample
