#include <set>

#include "base/detailed_error.hpp"
#include "base/text.hpp"
#include "people/import.hpp"
#include "store/field_repository.hpp"

namespace stepgate::people {
namespace {

Error header_error(const char* code, const std::string& subject, const std::string& fact,
                   const std::string& remedy) {
  return Error(ErrorKind::invalid, code, subject, fact, remedy);
}

bool looks_like_data(const std::vector<std::string>& cells, const store::FieldTable& table) {
  for (const auto& cell : cells)
    if (iequals(trim(cell), "id") || table.find(trim(cell)) != nullptr) return false;
  return true;
}

}  // namespace

std::vector<Column> read_header(store::Database& database, const std::vector<std::string>& cells,
                                const ImportOptions& options) {
  const auto table = database.fields().table();
  std::vector<Column> columns;
  std::vector<std::string> unknown;
  std::set<std::string> seen;
  if (looks_like_data(cells, *table))
    throw header_error(
        "CSV_NO_HEADER", options.name + " line 1", "names none of the fields of a person",
        "The first line names the columns: id or email, and fields (`stepgate fields list`).");
  for (const auto& cell : cells) {
    Column column;
    column.name = std::string(trim(cell));
    if (!column.name.empty() && !seen.insert(to_lower(column.name)).second)
      throw header_error("CSV_DUPLICATE_COLUMN", "column " + column.name,
                         "stands twice in the header", "Leave one of them.");
    const auto* field = table->find(column.name);
    if (iequals(column.name, "id")) {
      column.role = Column::Role::id;
    } else if (field != nullptr && field->read_only) {
      // createdAt and updatedAt of an export are the store's own to set.
      column.role = Column::Role::ignored;
    } else if (field != nullptr) {
      column.role = Column::Role::field;
      column.field = *field;
    } else {
      unknown.push_back(column.name);
    }
    columns.push_back(std::move(column));
  }
  const bool key = seen.contains("id") || seen.contains("email");
  if (!key)
    throw header_error("CSV_NO_KEY", options.name + " line 1",
                       "has neither a column id nor a column email",
                       "Add one of them: people are matched by id, else by email.");
  if (unknown.empty() || options.ignore_unknown) return columns;
  if (!options.create_fields)
    throw header_error(
        "CSV_UNKNOWN_COLUMN", "column " + join(unknown, ", "),
        unknown.size() == 1 ? "is no field of a person" : "are no fields of a person",
        "Add them (`stepgate fields add NAME --type string`), or import with --create-fields or "
        "--ignore-unknown.");
  for (auto& column : columns) {
    if (column.role != Column::Role::ignored || table->find(column.name) != nullptr) continue;
    column.field = database.fields().add(column.name, column.name, flow::DataType::string);
    column.role = Column::Role::field;
  }
  return columns;
}

}  // namespace stepgate::people
