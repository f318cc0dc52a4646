// What the results of one chunk did to its people: old and new value of every field, captured by
// the very statement that wrote them. Columns, in the order of the chunk's ids.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "flow/chunk.hpp"
#include "flow/results.hpp"

namespace stepgate::store {

struct FieldChange {
  flow::FieldId field = 0;
  /// keep: not changed (or the person is gone). Else null, integer, real or text in Changes::arena.
  std::vector<flow::Cell> before;
  /// keep where `before` is; else null, integer, real or text in Changes::arena. A relative score
  /// is the number that it came to.
  std::vector<flow::Cell> after;
  std::int64_t changed = 0;  ///< people
};

struct Changes {
  std::vector<FieldChange> fields;    ///< only fields that changed for somebody
  std::vector<std::uint8_t> outcome;  ///< per person: Outcome
  std::int64_t changed = 0, unchanged = 0, failed = 0, field_writes = 0;
  std::int64_t bounded_scores = 0;  ///< relative ones that stopped at a bound
  std::string arena;                ///< bytes of the text cells

  std::string_view text(const flow::Cell& cell) const noexcept {
    return cell.kind == flow::Cell::Kind::text
               ? std::string_view(arena).substr(cell.offset, cell.size)
               : std::string_view();
  }
};

/// What the service's log says of them.
flow::LogEntry bounded_scores_entry(std::int64_t scores);

/// Each person of a chunk ends in exactly one (docs/protocol.md section 4).
enum class Outcome : std::uint8_t { changed = 0, unchanged = 1, failed = 2 };
std::string_view to_string(Outcome outcome) noexcept;

}  // namespace stepgate::store
