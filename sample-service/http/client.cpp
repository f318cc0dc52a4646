#include "http/client.hpp"

#include <utility>

#include "http/client_pool.hpp"

namespace sample {

HttpClient::HttpClient(EventLoop& loop, ClientLimits limits) : loop_(loop), limits_(limits) {
  loop_.every(std::chrono::milliseconds(250), [this] {
    for (const auto& [where, pool] : pools_) pool->sweep();
  });
}

HttpClient::~HttpClient() = default;

void HttpClient::post(const HostPort& where, ClientRequest request) {
  if (ClientPool* pool = pool_for(where)) return pool->post(std::move(request));
  loop_.at_end_of_turn([done = std::move(request.done)] { done({}); });
}

ClientPool* HttpClient::pool_for(const HostPort& where) {
  const std::pair key(where.host, where.port);
  if (const auto found = pools_.find(key); found != pools_.end()) return found->second.get();
  const auto address = resolve(where);
  if (!address) return nullptr;
  if (pools_.size() >= kMaxPools) forget_idle_pools();
  return pools_.emplace(key, std::make_unique<ClientPool>(loop_, *address, limits_))
      .first->second.get();
}

void HttpClient::forget_idle_pools() {
  std::erase_if(pools_, [](const auto& entry) { return entry.second->is_idle(); });
}

}  // namespace sample
