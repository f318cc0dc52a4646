// What a cell comes to against an old value: the one rule of changes, shared by both stores.
#pragma once
#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "flow/value.hpp"

namespace stepgate::store {

/// A value that is written: null, integer, real or text. The text is borrowed.
struct NewValue {
  flow::Cell::Kind kind = flow::Cell::Kind::null;
  std::int64_t integer = 0;
  double real = 0;
  std::string_view text;
  bool bounded = false;  ///< a relative score whose sum went beyond 32 bits

  /// As a cell whose text lies in `arena`.
  flow::Cell store(std::string& arena) const {
    flow::Cell cell;
    cell.kind = kind;
    if (kind == flow::Cell::Kind::real) {
      cell.real = real;
    } else if (kind == flow::Cell::Kind::text) {
      cell.size = static_cast<std::uint32_t>(text.size());
      cell.offset = arena.size();
      arena += text;
    } else {
      cell.integer = integer;
    }
    return cell;
  }
};

/// A relative score: empty counts as 0; the sum stops at the bounds of 32 bits (docs/protocol.md
/// section 4).
inline NewValue add_score(std::int64_t old, std::int64_t difference) {
  constexpr std::int64_t kLow = std::numeric_limits<std::int32_t>::min();
  constexpr std::int64_t kHigh = std::numeric_limits<std::int32_t>::max();
  old = std::clamp(old, kLow, kHigh);
  const auto sum = old + std::clamp(difference, 2 * kLow, 2 * kHigh);
  return {
      flow::Cell::Kind::integer, std::clamp(sum, kLow, kHigh), 0, {}, sum < kLow || sum > kHigh};
}

/// Empty text is kept as null: there is one way to be empty.
template <class Old>
NewValue resolve(const flow::Cell& cell, std::string_view text, const Old& old) {
  using Kind = flow::Cell::Kind;
  switch (cell.kind) {
    case Kind::integer:
      return {Kind::integer, cell.integer, 0, {}};
    case Kind::add:
      return add_score(old.integer(), cell.integer);
    case Kind::real:  // not a number: SQLite would keep it as null anyway
      if (cell.real == cell.real) return {Kind::real, 0, cell.real, {}};
      return {};
    case Kind::text:
      if (!text.empty()) return {Kind::text, 0, 0, text};
      return {};
    default:
      return {};
  }
}

}  // namespace stepgate::store
