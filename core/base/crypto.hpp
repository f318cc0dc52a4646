// The few primitives the host needs, over OpenSSL. All throw Error (internal, CRYPTO_FAILED) when
// the library fails.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace stepgate {

std::string random_bytes(std::size_t n);     ///< from the system's CSPRNG; thread safe
std::string random_text(std::size_t bytes);  ///< base64url of random bytes
std::array<std::uint8_t, 32> sha256(std::string_view data);
std::string sha256_hex(std::string_view data);
std::array<std::uint8_t, 32> hmac_sha256(std::string_view key, std::string_view data);
bool equal_constant_time(std::string_view a,
                         std::string_view b) noexcept;  ///< lengths are not secret

/// A value that does not print: no operator<<, wiped when destroyed.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value);
  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept;
  Secret& operator=(const Secret&);
  Secret& operator=(Secret&&) noexcept;
  ~Secret();
  const std::string& reveal() const noexcept { return value_; }
  bool empty() const noexcept { return value_.empty(); }

 private:
  std::string value_;
};

/// AES-256-GCM with a random 96-bit nonce per value. `bound` (key id and row identity) is
/// authenticated, not stored: a value moved to another row does not decrypt.
std::string seal(std::string_view key32, std::string_view plain, std::string_view bound);
/// Throws Error (internal, SECRET_UNREADABLE) when key, text or bound do not fit.
std::string unseal(std::string_view key32, std::string_view sealed, std::string_view bound);

}  // namespace stepgate
