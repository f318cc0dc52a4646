// Takes one person out of the history: segments that hold something of theirs are written anew
// without it.
#pragma once
#include <cstdint>
#include <vector>

#include "store/activity/activity.hpp"
#include "store/sql/writer.hpp"

namespace stepgate::store::activity {

struct Erased {
  std::int64_t entries = 0;  ///< one a chunk, import slice or undo slice that had the person
  std::vector<Damage>
      damages;  ///< segments that may hold something of the person and can't be read
};

/// In short transactions; what a crash leaves, the next call takes. Throws as the store does.
Erased erase_person(sql::Writer& writer, flow::PersonId person);

}  // namespace stepgate::store::activity
