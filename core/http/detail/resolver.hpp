// Names to addresses, within a deadline. The system's resolver cannot be interrupted, so each
// look-up has a thread of its own, which is left behind when the caller cannot wait any longer.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/detail/patience.hpp"

namespace Poco::Net {
class SocketAddress;
}

namespace stepgate::http::detail {

using Addresses = std::vector<Poco::Net::SocketAddress>;

/// Thread safe. Answers live for ten seconds. localhost and *.localhost are loopback without asking
/// anyone (RFC 6761).
class Resolver {
 public:
  /// Never empty. Throws IoError: broken when the name has no address.
  Addresses resolve(const std::string& host, std::uint16_t port, const Patience& patience);

 private:
  struct Cached {
    TimePoint until;
    std::vector<std::string> addresses;
  };
  std::vector<std::string> look_up(const std::string& host, const Patience& patience);

  std::mutex mutex_;
  std::map<std::string, Cached> cache_;  // guarded by mutex_; bounded
};

}  // namespace stepgate::http::detail
