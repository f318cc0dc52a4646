// Ascending person ids as bytes: of chunk members and audiences. Runs of consecutive ids, or
// deltas, whichever is shorter: from a few bytes for a dense chunk to about 2 bytes a person.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "flow/ids.hpp"

namespace stepgate::store {

/// `ids` strictly ascending, > 0.
std::string encode_ids(std::span<const flow::PersonId> ids);

/// Throws Error STORE_DAMAGED when the bytes are none of encode_ids, or hold more than `most` ids.
std::vector<flow::PersonId> decode_ids(std::string_view bytes, std::size_t most = 1 << 20);

}  // namespace stepgate::store
