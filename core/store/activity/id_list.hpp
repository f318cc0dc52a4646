// The ids of a segment's entries as bytes of their own: searched before the body is opened, and
// still there to name the people when the body is damaged.
//
//   form (1 consecutive, 2 deltas), CRC-32C of the rest and the form, n, first, [n - 1 deltas]
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "flow/ids.hpp"

namespace stepgate::store::activity {

/// Ascending, the same id more than once is possible; not empty.
std::string encode_id_list(std::span<const flow::PersonId> ids);

/// Throws Damaged.
std::vector<flow::PersonId> decode_id_list(std::string_view bytes);

struct EntryRange {
  std::size_t begin = 0, end = 0;  ///< positions of one person's entries
  bool empty() const noexcept { return begin == end; }
};
/// Without decoding what comes behind. Throws Damaged.
EntryRange find_in_id_list(std::string_view bytes, flow::PersonId id);

}  // namespace stepgate::store::activity
