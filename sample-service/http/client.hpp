#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "http/url.hpp"
#include "net/event_loop.hpp"

namespace sample {

class ClientPool;

struct ClientResult {
  int status = 0;                       // 0: no answer (refused, broken, timed out)
  std::chrono::seconds retry_after{0};  // of the answer, when it is a number
};

struct ClientRequest {
  std::string head;       // complete, with the blank line
  std::string_view body;  // lives until `done` has been called
  std::function<void(const ClientResult&)> done;
};

struct ClientLimits {
  std::size_t connections = 16;  // to one host and port
  std::chrono::milliseconds timeout{10'000};
};

// Sends requests over kept-alive connections, one pool for each host and port.
class HttpClient {
 public:
  HttpClient(EventLoop& loop, ClientLimits limits);
  ~HttpClient();

  // `done` is called once, never from within post().
  void post(const HostPort& where, ClientRequest request);

 private:
  // More hosts than this are not remembered, so that callback URLs cannot grow the table for ever.
  static constexpr std::size_t kMaxPools = 64;

  ClientPool* pool_for(const HostPort& where);
  void forget_idle_pools();

  EventLoop& loop_;
  const ClientLimits limits_;
  std::map<std::pair<std::string, std::uint16_t>, std::unique_ptr<ClientPool>> pools_;
};

}  // namespace sample
