// Values of people, for sending and for export.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "flow/store.hpp"
#include "store/field_repository.hpp"

namespace stepgate::store {

namespace sql {
class Statement;
class Connection;
}  // namespace sql

/// Turns columns of a row into values by the fields' types.
class ValueReader {
 public:
  /// Throws Error FIELD_UNKNOWN.
  ValueReader(const FieldTable& table, std::span<const flow::FieldId> fields);
  /// "id, f3, f5": what to select.
  const std::string& columns() const noexcept { return columns_; }
  /// Column 0 is the id. Valid until the next row.
  std::span<const flow::RawValue> read(const sql::Statement& row);
  std::span<const flow::RawValue> nothing();  ///< all null

 private:
  enum class Form : std::uint8_t { boolean, integer, real, text, time };
  std::string columns_;
  std::vector<Form> forms_;
  std::vector<flow::RawValue> values_;
  std::vector<std::string> times_;  // texts of created_at and updated_at
};

/// Ids ascending. Neighbours are read by range, the others by id.
void read_people(sql::Connection& connection, const FieldTable& table,
                 std::span<const flow::PersonId> ids, std::span<const flow::FieldId> fields,
                 flow::PeopleSink& sink);

}  // namespace stepgate::store
