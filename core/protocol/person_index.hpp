// From a person's id to the place in the chunk.
#pragma once
#include <cstdint>
#include <optional>

#include "stepgate/abi.h"

namespace stepgate::protocol {

/// Services answer in the order they were asked: the person after the last one is tried first, then
/// the ascending ids are searched.
class PersonIndex {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  /// `ids` ascending, borrowed.
  PersonIndex(const std::int64_t* ids, std::uint32_t count) : ids_(ids), count_(count) {}
  std::uint32_t find(std::int64_t id);

 private:
  const std::int64_t* ids_;
  std::uint32_t count_;
  std::uint32_t next_ = 0;
};

/// An id as it comes: an integer, a number without a fraction, or a text of one.
std::optional<std::int64_t> read_person_id(const stepgate_value& value);

}  // namespace stepgate::protocol
