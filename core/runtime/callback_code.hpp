// The unguessable part of a callback URL: names bucket and chunk and proves that this host made it,
// so that a stranger's request is turned away before its body or the store is read (docs/engine.md,
// callback URL).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "flow/ids.hpp"

namespace stepgate::runtime {

/// Thread safe: immutable.
class CallbackCode {
 public:
  /// `key`: 32 secret bytes, the same for the life of a data file. `key_id` names it inside the
  /// code, for later rotation.
  CallbackCode(std::string key, std::uint8_t key_id);

  /// base64url(key id, bucket, chunk, 12 bytes of HMAC-SHA256): 39 characters.
  std::string encode(const flow::ChunkKey& key) const;
  /// Empty when the code was not made with this key.
  std::optional<flow::ChunkKey> decode(std::string_view code) const;

 private:
  std::string sign(std::string_view head) const;
  std::string key_;
  std::uint8_t key_id_;
};

}  // namespace stepgate::runtime
