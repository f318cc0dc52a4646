#include "store/sqlite/chunk_rows.hpp"

#include <algorithm>

#include "store/sql/statement.hpp"

namespace stepgate::store {
namespace {

constexpr std::size_t kTokenBytes = sizeof(flow::TokenHash);

void decode_tokens(std::string_view bytes, std::vector<flow::TokenHash>& tokens) {
  tokens.resize(bytes.size() / kTokenBytes);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::copy_n(reinterpret_cast<const std::uint8_t*>(bytes.data()) + i * kTokenBytes, kTokenBytes,
                tokens[i].begin());
  }
}

}  // namespace

flow::ChunkRow read_chunk(const sql::Statement& row, int first) {
  flow::ChunkRow c;
  c.bucket = row.integer(first);
  c.chunk = row.integer(first + 1);
  c.state = static_cast<flow::State>(row.integer(first + 2));
  c.ver = static_cast<std::uint32_t>(row.integer(first + 3));
  c.attempt = static_cast<std::uint16_t>(row.integer(first + 4));
  c.people = static_cast<std::uint16_t>(row.integer(first + 5));
  c.seq = static_cast<std::uint32_t>(row.integer(first + 6));
  c.run = row.integer(first + 7);
  c.step = static_cast<std::int32_t>(row.integer(first + 8));
  c.choice = static_cast<std::int32_t>(row.integer(first + 9));
  c.service = row.integer(first + 10);
  c.plan = static_cast<std::int32_t>(row.integer(first + 11));
  c.owner = row.integer(first + 12);
  c.due_at = row.integer(first + 13);
  c.first_try_at = row.integer(first + 14);
  c.paused_ms = row.integer(first + 15);
  c.grant_renewed = row.integer(first + 16) != 0;
  c.uncounted = static_cast<std::uint16_t>(row.integer(first + 17));
  decode_tokens(row.blob(first + 18), c.tokens);
  return c;
}

void bind_chunk(sql::Statement& statement, const flow::ChunkRow& row, std::string_view tokens,
                flow::Ms born_at) {
  statement.bind(1, row.bucket)
      .bind(2, row.chunk)
      .bind(3, static_cast<int>(row.state))
      .bind(4, row.ver)
      .bind(5, row.attempt)
      .bind(6, row.people)
      .bind(7, row.seq)
      .bind(8, row.run)
      .bind(9, row.step)
      .bind(10, row.choice)
      .bind(11, row.service)
      .bind(12, row.plan)
      .bind(13, row.owner)
      .bind(14, row.due_at)
      .bind(15, row.first_try_at)
      .bind(16, row.paused_ms)
      .bind(17, row.grant_renewed ? 1 : 0)
      .bind(18, row.uncounted)
      .bind_blob(19, tokens)
      .bind(20, born_at);
}

std::string encode_tokens(const flow::ChunkRow& row) {
  std::string bytes;
  bytes.reserve(row.tokens.size() * kTokenBytes);
  for (const flow::TokenHash& token : row.tokens) {
    bytes.append(reinterpret_cast<const char*>(token.data()), token.size());
  }
  return bytes;
}

std::optional<flow::Digest> digest_of_blob(std::string_view blob) {
  flow::Digest digest{};
  if (blob.size() != digest.size()) return std::nullopt;
  std::copy_n(reinterpret_cast<const std::uint8_t*>(blob.data()), digest.size(), digest.begin());
  return digest;
}

std::string_view blob_of(const flow::Digest& digest) noexcept {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace stepgate::store
