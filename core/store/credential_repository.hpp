// Credentials as sealed text. This room never sees a secret in clear: sealing is the caller's.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace stepgate::store {

struct Core;

struct CredentialRow {
  std::int64_t id = 0;
  std::string name;                  ///< unique without case
  std::string kind;                  ///< apiKey, basic, oauth2.clientCredentials, ...
  std::string sealed;                ///< bound to identity(id)
  Ms verified_at = 0;                ///< 0: never
  std::string state = "unverified";  ///< unverified | verified | not-verifiable | refused | lost
  Ms created_at = 0, updated_at = 0;
};

class CredentialRepository {
 public:
  explicit CredentialRepository(Core& core);

  /// "credential:<id>": bound as additional data, so a value moved to another row stays shut.
  static std::string identity(std::int64_t id);
  using Seal = std::function<std::string(const std::string& identity)>;

  /// Calls `seal` once with the new row's identity, inside the transaction. NAME_TAKEN.
  CredentialRow create(std::string_view name, std::string_view kind, const Seal& seal);
  /// Other contents for the same row; state becomes unverified. NOT_FOUND.
  void replace(std::int64_t id, std::string_view kind, std::string_view sealed);
  void set_state(std::int64_t id, std::string_view state, Ms verified_at);
  std::vector<CredentialRow> list();
  std::optional<CredentialRow> find(std::int64_t id);
  std::optional<CredentialRow> find(std::string_view name);
  CredentialRow get(std::int64_t id);  ///< throws NOT_FOUND
  /// CREDENTIAL_IN_USE (conflict) while a service that is not removed names it.
  void remove(std::int64_t id);

 private:
  Core& core_;
};

}  // namespace stepgate::store
