#include "flow/results.hpp"

#include <bit>
#include <utility>

#include "base/text.hpp"
#include "flow/hash128.hpp"

namespace stepgate::flow {
namespace {

Cell append_text(std::string& arena, std::string_view text) {
  Cell cell;
  cell.kind = Cell::Kind::text;
  cell.size = static_cast<std::uint32_t>(text.size());
  cell.offset = arena.size();
  arena += text;
  return cell;
}

void add_cell(Hash128& hash, const ChunkResults& results, const Cell& cell) {
  hash.word(static_cast<std::uint64_t>(cell.kind));
  switch (cell.kind) {
    case Cell::Kind::keep:
    case Cell::Kind::null:
      break;
    case Cell::Kind::integer:
    case Cell::Kind::add:
      hash.word(static_cast<std::uint64_t>(cell.integer));
      break;
    case Cell::Kind::real:
      hash.word(std::bit_cast<std::uint64_t>(cell.real));
      break;
    case Cell::Kind::text:
      hash.text(results.text(cell));
      break;
  }
}

void add_column(Hash128& hash, const ChunkResults& results, const std::vector<Cell>& cells) {
  hash.word(cells.size());
  for (const Cell& cell : cells) add_cell(hash, results, cell);
}

}  // namespace

Digest digest_of(const ChunkResults& results) {
  Hash128 hash;
  hash.text(results.chunk_code);
  if (!results.chunk_code.empty()) {  // whatever else it says of people is not processed
    hash.text(results.chunk_message);
    return hash.finish();
  }
  hash.word(results.ids.size());
  for (std::size_t i = 0; i < results.ids.size(); ++i) {
    hash.word(static_cast<std::uint64_t>(results.ids[i]));
    hash.word(results.failed[i]);
  }
  add_column(hash, results, results.codes);
  add_column(hash, results, results.reasons);
  for (const FieldColumn& column : results.fields) {
    hash.word(static_cast<std::uint64_t>(column.field));
    add_column(hash, results, column.cells);
  }
  for (const AttributeColumn& column : results.attributes) {
    hash.text(column.name);
    add_column(hash, results, column.cells);
  }
  return hash.finish();
}

ResultsRef everyone_failed(std::vector<PersonId> ids, std::string code, std::string message) {
  auto results = std::make_shared<ChunkResults>();
  results->chunk_code = std::move(code);
  results->chunk_message = std::move(message);
  results->ids = std::move(ids);
  const std::size_t n = results->ids.size();
  results->failed.assign(n, 1);
  const Cell code_cell = append_text(results->arena, results->chunk_code);
  results->codes.assign(n, code_cell);  // one text, shared by all
  const Cell reason = results->chunk_message.empty()
                          ? Cell{}
                          : append_text(results->arena, cut_utf8(results->chunk_message, 2000));
  results->reasons.assign(n, reason);
  results->digest = digest_of(*results);
  return results;
}

}  // namespace stepgate::flow
