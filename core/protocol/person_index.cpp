#include "protocol/person_index.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace stepgate::protocol {

std::uint32_t PersonIndex::find(std::int64_t id) {
  if (next_ < count_ && ids_[next_] == id) return next_++;
  const std::int64_t* const end = ids_ + count_;
  const std::int64_t* const found = std::lower_bound(ids_, end, id);
  if (found == end || *found != id) return kNone;
  next_ = static_cast<std::uint32_t>(found - ids_) + 1;
  return next_ - 1;
}

std::optional<std::int64_t> read_person_id(const stepgate_value& value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53: above, a double is no longer one id
  switch (value.type) {
    case STEPGATE_INT:
      return value.as.i64;
    case STEPGATE_STRING:
      return parse_int(trim({value.as.str.data, static_cast<std::size_t>(value.as.str.size)}));
    case STEPGATE_FLOAT:
      if (std::abs(value.as.f64) > kExact || std::trunc(value.as.f64) != value.as.f64) break;
      return static_cast<std::int64_t>(value.as.f64);
    default:
      break;
  }
  return std::nullopt;
}

}  // namespace stepgate::protocol
