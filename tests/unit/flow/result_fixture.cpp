#include "result_fixture.hpp"

namespace stepgate::flow::test {
namespace {

std::string text_of(const ChunkResults& r, const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::keep:
      return "keep";
    case Cell::Kind::null:
      return "null";
    case Cell::Kind::integer:
      return "=" + std::to_string(cell.integer);
    case Cell::Kind::add:
      return "add " + std::to_string(cell.integer);
    case Cell::Kind::real:
      return "~" + std::to_string(cell.real);
    case Cell::Kind::text:
      return "'" + std::string(r.text(cell)) + "'";
  }
  return "?";
}

}  // namespace

Plan sample_plan() {
  Plan plan;
  plan.incoming = {{"country", 14, DataType::string},
                   {"score", 22, DataType::score},
                   {"employees", 21, DataType::integer},
                   {"consent", 23, DataType::boolean}};
  plan.attributes = {{"matched", DataType::boolean}, {"detail", DataType::text}};
  return plan;
}

std::vector<PersonId> people(std::size_t n) {
  std::vector<PersonId> ids;
  for (std::size_t i = 0; i < n; ++i) ids.push_back(static_cast<PersonId>(101 + i));
  return ids;
}

std::string field_cell(const ChunkResults& r, FieldId field, std::size_t person) {
  for (const FieldColumn& column : r.fields) {
    if (column.field == field) return text_of(r, column.cells.at(person));
  }
  return "none";
}

std::string attribute_cell(const ChunkResults& r, std::string_view name, std::size_t person) {
  for (const AttributeColumn& column : r.attributes) {
    if (column.name == name) return text_of(r, column.cells.at(person));
  }
  return "none";
}

std::string outcome(const ChunkResults& r, std::size_t person) {
  std::string out = r.failed.at(person) != 0 ? "failed " : "ok";
  out += r.text(r.codes.at(person));
  const Cell& reason = r.reasons.at(person);
  if (reason.kind == Cell::Kind::text) out += " " + text_of(r, reason);
  return out;
}

}  // namespace stepgate::flow::test
