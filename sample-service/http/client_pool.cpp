#include "http/client_pool.hpp"

#include <algorithm>
#include <utility>

#include "http/client_connection.hpp"

namespace sample {

ClientPool::ClientPool(EventLoop& loop, const Address& address, ClientLimits limits)
    : loop_(loop), address_(address), limits_(limits) {}

ClientPool::~ClientPool() {
  for (auto& [connection, owner] : connections_) {
    connection->abandon();
    loop_.release(std::move(owner));  // events of this turn may still point to it
  }
}

void ClientPool::post(ClientRequest request) {
  waiting_.push_back(std::move(request));
  send_waiting();
}

void ClientPool::sweep() {
  std::vector<std::shared_ptr<ClientConnection>> overdue;
  for (const auto& [connection, owner] : connections_) {
    if (connection->is_overdue(loop_.now() - limits_.timeout)) overdue.push_back(owner);
  }
  for (const auto& connection : overdue) connection->fail();
}

bool ClientPool::is_idle() const { return waiting_.empty() && free_.size() == connections_.size(); }

void ClientPool::send_waiting() {
  while (!waiting_.empty()) {
    ClientConnection* connection = nullptr;
    if (!free_.empty()) {
      connection = free_.back();
      free_.pop_back();
    } else if (connections_.size() < limits_.connections) {
      connection = open_connection();
    } else {
      return;
    }
    ClientRequest request = std::move(waiting_.front());
    waiting_.pop_front();
    if (connection) {
      connection->start(std::move(request));
    } else {
      loop_.at_end_of_turn([done = std::move(request.done)] { done({}); });
    }
  }
}

ClientConnection* ClientPool::open_connection() {
  UniqueFd fd = connect_to(address_);
  if (!fd.valid()) return nullptr;
  const auto connection = std::make_shared<ClientConnection>(*this, loop_, std::move(fd));
  connections_.emplace(connection.get(), connection);
  return connection.get();
}

void ClientPool::on_free(ClientConnection& connection) {
  free_.push_back(&connection);
  send_waiting();
}

void ClientPool::on_gone(ClientConnection& connection) {
  std::erase(free_, &connection);
  const auto found = connections_.find(&connection);
  if (found == connections_.end()) return;
  loop_.release(std::move(found->second));
  connections_.erase(found);
}

void ClientPool::again(ClientRequest request) { waiting_.push_front(std::move(request)); }

}  // namespace sample
