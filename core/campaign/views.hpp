// What runs, dead letters and undos show in the same words. JSON as the API has it.
#pragma once
#include <string>

#include "base/json.hpp"
#include "flow/chunk.hpp"
#include "store/database.hpp"

namespace stepgate::campaign {

Json time_or_null(Ms at);
/// A chunk as dead letters name it: "RUN.CHUNK".
std::string letter_name(const flow::ChunkRow& row);
/// What went over the wire for a chunk: [{at, attempt, kind, text}].
Json trace_view(store::Database& database, const flow::ChunkKey& chunk);

}  // namespace stepgate::campaign
