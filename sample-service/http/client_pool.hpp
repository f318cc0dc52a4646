#pragma once

#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include "http/client.hpp"
#include "net/event_loop.hpp"
#include "net/sockets.hpp"

namespace sample {

class ClientConnection;

// The connections to one host and port, and the requests that wait for one of them.
class ClientPool {
 public:
  ClientPool(EventLoop& loop, const Address& address, ClientLimits limits);
  ~ClientPool();

  void post(ClientRequest request);
  void sweep();  // gives up requests that have had no answer in time
  bool is_idle() const;

 private:
  friend class ClientConnection;

  void send_waiting();
  ClientConnection* open_connection();
  // What a connection reports: it is free again; it is gone, with the request that it could not
  // deliver and that may be sent once more over another one.
  void on_free(ClientConnection& connection);
  void on_gone(ClientConnection& connection);
  void again(ClientRequest request);

  EventLoop& loop_;
  const Address address_;
  const ClientLimits limits_;
  std::deque<ClientRequest> waiting_;
  std::vector<ClientConnection*> free_;
  std::unordered_map<ClientConnection*, std::shared_ptr<ClientConnection>> connections_;
};

}  // namespace sample
