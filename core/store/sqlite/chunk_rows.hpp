// Chunk rows in and out of SQL.
#pragma once
#include <string>
#include <string_view>

#include "flow/chunk.hpp"

namespace stepgate::store {

namespace sql {
class Statement;
}

/// The columns that chunk and chunk_log share, in the order of read_chunk and bind_chunk.
#define STEPGATE_CHUNK_COLUMNS                                                                 \
  "bucket, chunk, state, ver, attempt, people, seq, run, step, choice, service, plan, owner, " \
  "due_at, first_try_at, paused_ms, grant_renewed, uncounted, tokens, born_at"
inline constexpr int kChunkColumns = 20;

/// Columns from `first` on; born_at is left to the caller, the digest too.
flow::ChunkRow read_chunk(const sql::Statement& row, int first = 0);
/// Parameters 1 to 20. `tokens` is borrowed: what encode_tokens gave.
void bind_chunk(sql::Statement& statement, const flow::ChunkRow& row, std::string_view tokens,
                flow::Ms born_at);

std::string encode_tokens(const flow::ChunkRow& row);
std::optional<flow::Digest> digest_of_blob(std::string_view blob);
std::string_view blob_of(const flow::Digest& digest) noexcept;

}  // namespace stepgate::store
