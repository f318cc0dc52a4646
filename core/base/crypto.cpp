#include "base/crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <climits>
#include <memory>
#include <utility>

#include "base/error.hpp"
#include "base/text.hpp"

namespace stepgate {
namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kMaxSealed = INT_MAX / 2;  // EVP counts in int

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* p) const noexcept { EVP_CIPHER_CTX_free(p); }
};
using CipherPtr = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

/// The first error of the library's queue; the queue is empty afterwards.
std::string library_words() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  if (code == 0) return {};
  std::array<char, 256> text{};
  ERR_error_string_n(code, text.data(), text.size());
  return text.data();
}

void need(bool fine, const char* what) {
  if (fine) return;
  throw Error(ErrorKind::internal, "CRYPTO_FAILED", what, "the cryptographic library failed",
              "Check the OpenSSL installation and its configuration", library_words());
}

[[noreturn]] void unreadable(const char* why) {
  ERR_clear_error();
  throw Error(ErrorKind::internal, "SECRET_UNREADABLE", "stored secret", why,
              "Give the key that it was written with, or store the secret again");
}

const unsigned char* bytes_of(std::string_view s) {
  return reinterpret_cast<const unsigned char*>(s.data());
}
unsigned char* bytes_of(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

void wipe(std::string& s) noexcept {
  // Up to the capacity: a shorter value may have replaced a longer one.
  s.resize(s.capacity());
  OPENSSL_cleanse(s.data(), s.size());
  s.clear();
}

CipherPtr new_cipher() {
  CipherPtr cipher(EVP_CIPHER_CTX_new());
  need(cipher != nullptr, "AES-256-GCM");
  return cipher;
}

}  // namespace

std::string random_bytes(std::size_t n) {
  std::string out(n, '\0');
  for (std::size_t done = 0; done < n;) {
    const std::size_t part = std::min<std::size_t>(n - done, 1u << 20);
    need(RAND_bytes(bytes_of(out) + done, static_cast<int>(part)) == 1, "random bytes");
    done += part;
  }
  return out;
}

std::string random_text(std::size_t bytes) { return base64url(random_bytes(bytes)); }

std::array<std::uint8_t, 32> sha256(std::string_view data) {
  std::array<std::uint8_t, 32> out{};
  need(EVP_Digest(data.data(), data.size(), out.data(), nullptr, EVP_sha256(), nullptr) == 1,
       "SHA-256");
  return out;
}

std::string sha256_hex(std::string_view data) {
  const auto digest = sha256(data);
  return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::array<std::uint8_t, 32> hmac_sha256(std::string_view key, std::string_view data) {
  need(key.size() <= INT_MAX, "HMAC-SHA-256");
  std::array<std::uint8_t, 32> out{};
  unsigned length = 0;
  need(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(data), data.size(),
            out.data(), &length) != nullptr &&
           length == out.size(),
       "HMAC-SHA-256");
  return out;
}

bool equal_constant_time(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

Secret::Secret(std::string value) : value_(value) { wipe(value); }

Secret::Secret(Secret&& other) noexcept : value_(std::move(other.value_)) { wipe(other.value_); }

Secret& Secret::operator=(const Secret& other) {
  if (this == &other) return *this;
  std::string copy = other.value_;
  value_.swap(copy);
  wipe(copy);
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this == &other) return *this;
  value_.swap(other.value_);
  wipe(other.value_);
  return *this;
}

Secret::~Secret() { wipe(value_); }

std::string seal(std::string_view key32, std::string_view plain, std::string_view bound) {
  need(key32.size() == kKeyBytes && plain.size() <= kMaxSealed && bound.size() <= kMaxSealed,
       "AES-256-GCM");
  std::string out = random_bytes(kNonceBytes);
  out.resize(kNonceBytes + plain.size() + kTagBytes);
  unsigned char* const text = bytes_of(out) + kNonceBytes;
  unsigned char* const tag = text + plain.size();
  const CipherPtr cipher = new_cipher();
  int length = 0;
  // Empty parts are skipped: a null output or input pointer has another meaning to EVP.
  const bool fine =
      EVP_EncryptInit_ex2(cipher.get(), EVP_aes_256_gcm(), bytes_of(key32), bytes_of(out),
                          nullptr) == 1 &&
      (bound.empty() || EVP_EncryptUpdate(cipher.get(), nullptr, &length, bytes_of(bound),
                                          static_cast<int>(bound.size())) == 1) &&
      (plain.empty() || EVP_EncryptUpdate(cipher.get(), text, &length, bytes_of(plain),
                                          static_cast<int>(plain.size())) == 1) &&
      EVP_EncryptFinal_ex(cipher.get(), tag, &length) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag) == 1;
  need(fine, "AES-256-GCM");
  return out;
}

std::string unseal(std::string_view key32, std::string_view sealed, std::string_view bound) {
  if (key32.size() != kKeyBytes) unreadable("the key is not 32 bytes long");
  if (sealed.size() < kNonceBytes + kTagBytes) unreadable("it is too short");
  if (sealed.size() > kMaxSealed || bound.size() > kMaxSealed) unreadable("it is too long");
  const std::string_view text = sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string plain(text.size(), '\0');
  const CipherPtr cipher = new_cipher();
  int length = 0;
  need(EVP_DecryptInit_ex2(cipher.get(), EVP_aes_256_gcm(), bytes_of(key32), bytes_of(sealed),
                           nullptr) == 1 &&
           EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1,
       "AES-256-GCM");
  const bool fine =
      (bound.empty() || EVP_DecryptUpdate(cipher.get(), nullptr, &length, bytes_of(bound),
                                          static_cast<int>(bound.size())) == 1) &&
      (text.empty() || EVP_DecryptUpdate(cipher.get(), bytes_of(plain), &length, bytes_of(text),
                                         static_cast<int>(text.size())) == 1) &&
      EVP_DecryptFinal_ex(cipher.get(), bytes_of(plain) + plain.size(), &length) == 1;
  if (fine) return plain;
  wipe(plain);  // what did not authenticate is not to be seen
  unreadable("key, text and row do not fit together");
}

}  // namespace stepgate
