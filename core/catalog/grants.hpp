// Grants: what an authentication strategy made of a credential. Cached, shared by every service
// that uses the credential, renewed ahead of expiry, one flight at a time (docs/protocol.md section
// 1).
#pragma once
#include <atomic>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/json.hpp"
#include "catalog/secret_box.hpp"
#include "http/client.hpp"
#include "plugin/plugin_host.hpp"
#include "store/credential_repository.hpp"

namespace stepgate::catalog {

struct Grant {
  std::vector<std::pair<std::string, std::string>> headers, query;
  Ms expires_at = 0;  ///< 0: never
  Ms made_at = 0;
  bool renewable = false;
  Json json;     ///< as the strategy gave it
  int http = 0;  ///< what the token endpoint answered; 0: none was asked
  std::vector<std::string> secrets() const;
};
using GrantRef = std::shared_ptr<const Grant>;

/// Who authenticates, and with what.
struct GrantKey {
  std::int64_t credential = 0;
  Json scheme;            ///< sdk/ABI.md, security scheme
  std::string strategy;   ///< a component's id, or empty: by what serves
  http::TlsPemRef tls;    ///< for the token endpoint
  bool withheld = false;  ///< the service has moved: nothing is sent until it is entered again
};

/// The strategy, or the token endpoint, gave no grant.
class GrantRefused : public Error {
 public:
  GrantRefused(const Error& error, std::string fact, bool for_now, int http_status)
      : Error(error.kind(), error.code(), error.subject(), std::move(fact), error.remedy()),
        passing(for_now),
        http(http_status) {}
  bool passing;  ///< the same may be taken later: no answer, 5xx
  int http;      ///< what the token endpoint answered; 0: nothing
};

/// Thread safe. One request for a grant at a time, for each credential and scheme; who comes
/// meanwhile keeps the grant that is still good, else waits and shares what came of it.
class Grants {
 public:
  /// At most `longest_queue` calls wait for grants at a time: the senders are shared by all
  /// services, and some must stay free for those that wait for nothing.
  Grants(plugin::PluginHost& plugins, store::CredentialRepository& credentials,
         const SecretBox& box, http::Client& client, Clock& clock, int longest_queue = 12);

  /// A grant that is good now; null when `scheme` is none. Throws GrantRefused.
  GrantRef get(const GrantKey& key);
  /// The next get() makes a new one, unless it was made after `seen`.
  void refused(const GrantKey& key, Ms seen);
  void forget(std::int64_t credential);
  /// A grant from inputs that are not stored: for the check before they are. Throws GrantRefused.
  GrantRef make(const GrantKey& key, const Json& inputs);
  plugin::AuthProxy strategy(const Json& scheme, const std::string& wish) const;

 private:
  struct Slot {
    std::timed_mutex flight;     ///< held while a grant is being made
    GrantRef grant;              ///< mutex_
    bool stale = false;          ///< mutex_: refused, make another
    int flights = 0;             ///< mutex_: ended so far
    std::exception_ptr failure;  ///< mutex_: of the last flight; null when it went well
    Ms not_before = 0;           ///< mutex_: steady; no renewal ahead of time before that
  };
  struct Seen {
    GrantRef grant;
    bool stale = false;
    int flights = 0;
    std::exception_ptr failure;
    Ms not_before = 0;
    const char* reason() const { return stale ? "refused" : grant ? "expiring" : "first"; }
  };
  std::shared_ptr<Slot> slot(const GrantKey& key);
  Seen look(const Slot& slot);
  bool usable(const Seen& seen) const;
  void wait_for(std::unique_lock<std::timed_mutex>& flight);
  GrantRef fly(Slot& slot, const GrantKey& key, const Seen& seen);
  GrantRef renew(const GrantKey& key, const GrantRef& previous, const char* reason);
  GrantRef ask(const GrantKey& key, const Json& inputs, const GrantRef& previous,
               const char* reason);

  plugin::PluginHost& plugins_;
  store::CredentialRepository& credentials_;
  const SecretBox& box_;
  http::Client& client_;
  Clock& clock_;
  const int longest_queue_;
  std::atomic<int> waiting_{0};
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Slot>> slots_;  // mutex_
};

}  // namespace stepgate::catalog
