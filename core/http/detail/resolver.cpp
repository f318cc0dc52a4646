#include "http/detail/resolver.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/IPAddress.h>
#include <Poco/Net/SocketAddress.h>
#include <netdb.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <system_error>
#include <thread>

namespace stepgate::http::detail {
namespace {

constexpr std::size_t kMaxCached = 1024;
constexpr std::size_t kMaxAddresses = 16;
constexpr int kMaxLookups = 64;
constexpr std::chrono::seconds kLife{10};

/// Shared by the caller and the thread that asks; whoever is last frees it.
struct Lookup {
  std::mutex mutex;
  std::condition_variable answered;
  bool done = false;  // guarded by mutex, like the two below
  std::vector<std::string> addresses;
  std::string error;
};

std::shared_ptr<std::atomic<int>> running_lookups() {
  static const auto count = std::make_shared<std::atomic<int>>(0);
  return count;
}

void collect(const addrinfo* list, std::vector<std::string>& out) {
  for (const auto* entry = list; entry != nullptr && out.size() < kMaxAddresses;
       entry = entry->ai_next) {
    const Poco::Net::SocketAddress address(entry->ai_addr, entry->ai_addrlen);
    auto text = address.host().toString();
    if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
  }
}

void ask(const std::string& host, Lookup& lookup) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &list);
  std::vector<std::string> found;
  if (error == 0) {
    try {
      collect(list, found);
    } catch (const Poco::Exception&) {
      found.clear();  // an address family that is not ours
    }
    ::freeaddrinfo(list);
  }
  const std::lock_guard lock(lookup.mutex);
  lookup.addresses = std::move(found);
  if (error != 0) lookup.error = ::gai_strerror(error);
  lookup.done = true;
  lookup.answered.notify_all();
}

void start(const std::string& host, const std::shared_ptr<Lookup>& lookup) {
  const auto running = running_lookups();
  if (running->fetch_add(1) >= kMaxLookups) {
    running->fetch_sub(1);
    throw IoError(IoError::What::broken, "too many name look-ups are under way");
  }
  try {
    std::thread([host, lookup, running] {
      ask(host, *lookup);
      running->fetch_sub(1);
    }).detach();
  } catch (const std::system_error& e) {
    running->fetch_sub(1);
    throw IoError(IoError::What::broken, std::string("no thread for the look-up: ") + e.what());
  }
}

std::vector<std::string> await(Lookup& lookup, const std::string& host, const Patience& patience) {
  const auto end = patience.step_end();
  std::unique_lock lock(lookup.mutex);
  while (!lookup.done) {
    lookup.answered.wait_until(lock, std::min(end, Steady::now() + Millis(50)));
    if (lookup.done) break;
    if (patience.cancelled != nullptr && *patience.cancelled && (*patience.cancelled)())
      throw IoError(IoError::What::cancelled, "cancelled");
    if (Steady::now() >= end)
      throw IoError(IoError::What::timeout, "timed out while looking up " + host);
  }
  if (lookup.addresses.empty())
    throw IoError(IoError::What::broken,
                  host + " has no address" + (lookup.error.empty() ? "" : ": " + lookup.error));
  return lookup.addresses;
}

}  // namespace

std::vector<std::string> Resolver::look_up(const std::string& host, const Patience& patience) {
  const auto now = Steady::now();
  {
    const std::lock_guard lock(mutex_);
    const auto found = cache_.find(host);
    if (found != cache_.end() && found->second.until > now) return found->second.addresses;
  }
  const auto lookup = std::make_shared<Lookup>();
  start(host, lookup);
  auto addresses = await(*lookup, host, patience);
  const std::lock_guard lock(mutex_);
  if (cache_.size() >= kMaxCached) cache_.clear();
  cache_[host] = {now + kLife, addresses};
  return addresses;
}

Addresses Resolver::resolve(const std::string& host, std::uint16_t port, const Patience& patience) {
  std::vector<std::string> texts;
  Poco::Net::IPAddress literal;
  if (Poco::Net::IPAddress::tryParse(host, literal))
    texts = {host};
  else if (host == "localhost" || host.ends_with(".localhost"))
    texts = {"127.0.0.1", "::1"};
  else
    texts = look_up(host, patience);
  Addresses out;
  for (const auto& text : texts) out.emplace_back(Poco::Net::IPAddress(text), port);
  return out;
}

}  // namespace stepgate::http::detail
