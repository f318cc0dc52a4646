#include "runtime/callback_code.hpp"

#include "base/crypto.hpp"
#include "base/text.hpp"

namespace stepgate::runtime {
namespace {

constexpr std::size_t kHead = 1 + 8 + 8;
constexpr std::size_t kMac = 12;

void put_big_endian(std::string& out, std::uint64_t v) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(v >> shift));
}

std::int64_t get_big_endian(std::string_view in) {
  std::uint64_t v = 0;
  for (char c : in.substr(0, 8)) v = v << 8 | static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(v);
}

}  // namespace

CallbackCode::CallbackCode(std::string key, std::uint8_t key_id)
    : key_(std::move(key)), key_id_(key_id) {}

std::string CallbackCode::sign(std::string_view head) const {
  const auto mac = hmac_sha256(key_, head);
  return std::string(reinterpret_cast<const char*>(mac.data()), kMac);
}

std::string CallbackCode::encode(const flow::ChunkKey& key) const {
  std::string bytes(1, static_cast<char>(key_id_));
  put_big_endian(bytes, static_cast<std::uint64_t>(key.bucket));
  put_big_endian(bytes, static_cast<std::uint64_t>(key.chunk));
  bytes += sign(bytes);
  return base64url(bytes);
}

std::optional<flow::ChunkKey> CallbackCode::decode(std::string_view code) const {
  if (code.size() > 64) return std::nullopt;
  const auto bytes = from_base64url(code);
  if (!bytes || bytes->size() != kHead + kMac) return std::nullopt;
  const std::string_view all = *bytes;
  if (static_cast<std::uint8_t>(all[0]) != key_id_) return std::nullopt;
  if (!equal_constant_time(all.substr(kHead), sign(all.substr(0, kHead)))) return std::nullopt;
  return flow::ChunkKey{get_big_endian(all.substr(1)), get_big_endian(all.substr(9))};
}

}  // namespace stepgate::runtime
