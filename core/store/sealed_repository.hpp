// Everything in the store that is sealed under the host's secret key, in one place: what a lost key
// takes along, and how the store goes on without it.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "flow/ids.hpp"

namespace stepgate::store {

struct Core;

struct SealedValue {
  enum class Kind : std::uint8_t { credential, callback_key, client_key };
  Kind kind = Kind::credential;
  std::int64_t id = 0;  ///< of the credential, or of the service that has the key
  std::string name;     ///< of the same
  std::string sealed;   ///< never empty
};

class SealedRepository {
 public:
  explicit SealedRepository(Core& core);

  /// Of credentials and of services that are not removed.
  std::vector<SealedValue> list();

  /// In one transaction: credentials are "lost" until they are entered again, services get the
  /// callback key that `seal_key` makes, client certificates whose key is gone go too, and active
  /// services that had such a credential or certificate are paused as CREDENTIALS_LOST.
  using SealKey = std::function<std::string(flow::ServiceId service)>;
  void forget(const std::vector<SealedValue>& values, const SealKey& seal_key);

 private:
  Core& core_;
};

}  // namespace stepgate::store
