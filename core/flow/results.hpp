// The results of one chunk after coercion: columns over its people, ready to be written. Immutable
// once built; shared by reference between the intake, the engine and the commit lane.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "flow/ids.hpp"
#include "flow/value.hpp"

namespace stepgate::flow {

/// One incoming field over all people of the chunk.
struct FieldColumn {
  FieldId field = 0;
  std::vector<Cell> cells;  ///< one per person, in the order of ids
};

/// One declared activity attribute over all people; null: not set. Values are text in canonical
/// form.
struct AttributeColumn {
  std::string name;
  std::vector<Cell> cells;  ///< text or keep
};

/// A deviation that was lived with; goes to the service's log (docs/protocol.md section 5).
struct ResultWarning {
  PersonId person = 0;  ///< 0: the whole chunk
  std::string code;     ///< UPPER_SNAKE
  std::string message;
};

struct ChunkResults {
  /// Not empty: the whole chunk failed with this code; everyone has the code, no field is written.
  std::string chunk_code, chunk_message;
  std::vector<PersonId>
      ids;  ///< the chunk's members, ascending; every vector below has this length
  std::vector<std::uint8_t> failed;  ///< 1: ends as failed, else changed or unchanged
  std::vector<Cell> codes;           ///< text for the failed, always; keep for the others
  std::vector<Cell> reasons;         ///< text or keep
  std::vector<FieldColumn> fields;   ///< only fields that at least one person sets
  std::vector<AttributeColumn> attributes;
  std::vector<ResultWarning>
      warnings;  ///< bounded (builder), the number left out is the last one's message
  std::uint32_t refused_values = 0;  ///< values that could not be read
  Digest digest{};
  std::string arena;  ///< bytes of all text cells

  std::string_view text(const Cell& cell) const noexcept {
    return cell.kind == Cell::Kind::text ? std::string_view(arena).substr(cell.offset, cell.size)
                                         : std::string_view();
  }
};
using ResultsRef = std::shared_ptr<const ChunkResults>;

/// Over the decoded contents: codes, outcomes, cells; not warnings, not the order of arrival.
Digest digest_of(const ChunkResults& results);

/// Everyone failed with one code: a chunk error, a timeout, spent retries.
ResultsRef everyone_failed(std::vector<PersonId> ids, std::string code, std::string message);

}  // namespace stepgate::flow
