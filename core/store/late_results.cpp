#include "store/late_results.hpp"

#include "base/json.hpp"

namespace stepgate::store {
namespace {

using flow::Cell;
using flow::ChunkResults;

void write_cell(JsonWriter& json, const ChunkResults& results, const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::integer:
      return json.integer(cell.integer);
    case Cell::Kind::real:
      return json.real(cell.real);
    case Cell::Kind::text:
      return json.string(results.text(cell));
    case Cell::Kind::add:
      json.begin_object();
      json.key("add");
      json.integer(cell.integer);
      return json.end_object();
    default:
      return json.null();
  }
}

void write_text(JsonWriter& json, const ChunkResults& results, std::string_view key,
                const Cell& cell) {
  if (cell.kind != Cell::Kind::text) return;
  json.key(key);
  json.string(results.text(cell));
}

void write_person(JsonWriter& json, const ChunkResults& results, std::size_t i) {
  json.begin_object();
  json.key("id");
  json.integer(results.ids[i]);
  json.key("failed");
  json.boolean(results.failed[i] != 0);
  write_text(json, results, "code", results.codes[i]);
  write_text(json, results, "reason", results.reasons[i]);
  json.key("fields");
  json.begin_object();
  for (const flow::FieldColumn& column : results.fields) {
    if (column.cells[i].kind == Cell::Kind::keep) continue;
    json.key("f" + std::to_string(column.field));
    write_cell(json, results, column.cells[i]);
  }
  json.end_object();
  json.key("attributes");
  json.begin_object();
  for (const flow::AttributeColumn& column : results.attributes) {
    write_text(json, results, column.name, column.cells[i]);
  }
  json.end_object();
  json.end_object();
}

}  // namespace

std::string late_results_json(const ChunkResults& results) {
  JsonWriter json(results.ids.size() * 64);
  json.begin_object();
  json.key("code");
  json.string(results.chunk_code);
  json.key("message");
  json.string(results.chunk_message);
  json.key("people");
  json.begin_array();
  for (std::size_t i = 0; i < results.ids.size(); ++i) write_person(json, results, i);
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace stepgate::store
