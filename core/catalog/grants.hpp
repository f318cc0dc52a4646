// Grants: what an authentication strategy made of a credential. Cached, shared by every service
// that uses the credential, renewed ahead of expiry, one flight at a time (docs/protocol.md section
// 1).
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
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
  Json json;  ///< as the strategy gave it
  std::vector<std::string> secrets() const;
};
using GrantRef = std::shared_ptr<const Grant>;

/// Who authenticates, and with what.
struct GrantKey {
  std::int64_t credential = 0;
  Json scheme;           ///< sdk/ABI.md, security scheme
  std::string strategy;  ///< a component's id, or empty: by what serves
};

class Grants {
 public:
  Grants(plugin::PluginHost& plugins, store::CredentialRepository& credentials,
         const SecretBox& box, http::Client& client, Clock& clock);

  /// A grant that is good now; null when `scheme` is none. Throws Error (CREDENTIAL_INVALID,
  /// CREDENTIAL_REFUSED, ...).
  GrantRef get(const GrantKey& key);
  /// The next get() makes a new one, unless it was made after `seen`.
  void refused(const GrantKey& key, Ms seen);
  void forget(std::int64_t credential);
  /// A grant from inputs that are not stored: for the check before they are.
  GrantRef make(const Json& scheme, const std::string& strategy, const Json& inputs);
  plugin::AuthProxy strategy(const Json& scheme, const std::string& wish) const;

 private:
  struct Slot {
    std::mutex flight;   ///< held while a grant is being made
    GrantRef grant;      ///< mutex_
    bool stale = false;  ///< mutex_: refused, make another
  };
  std::shared_ptr<Slot> slot(const GrantKey& key);
  GrantRef renew(const GrantKey& key, const GrantRef& previous, const char* reason);
  GrantRef ask(const Json& scheme, const std::string& wish, const Json& inputs,
               const GrantRef& previous, const char* reason);

  plugin::PluginHost& plugins_;
  store::CredentialRepository& credentials_;
  const SecretBox& box_;
  http::Client& client_;
  Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Slot>> slots_;  // mutex_
};

}  // namespace stepgate::catalog
