#include "store/sqlite/people_reader.hpp"

#include <sqlite3.h>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "store/columns.hpp"
#include "store/sql/connection.hpp"
#include "store/sql/statement.hpp"

namespace stepgate::store {
namespace {

using flow::PersonId;
using flow::RawValue;

/// Stepping over a row costs less than a descent of the tree.
constexpr PersonId kGap = 4;

RawValue read_value(sqlite3_stmt* row, int column, RawValue::Kind kind) {
  RawValue value;
  value.kind = kind;
  switch (kind) {
    case RawValue::Kind::real:
      value.real = sqlite3_column_double(row, column);
      break;
    case RawValue::Kind::string: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
      value.text = {text, static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
      break;
    }
    default:
      value.integer = sqlite3_column_int64(row, column);
  }
  return value;
}

class Reading {
 public:
  Reading(sql::Connection& connection, ValueReader& values, std::span<const PersonId> ids,
          flow::PeopleSink& sink)
      : connection_(connection), values_(values), ids_(ids), sink_(sink) {}

  void run() {
    while (at_ < ids_.size()) {
      std::size_t end = at_ + 1;
      while (end < ids_.size() && ids_[end] - ids_[end - 1] <= kGap) ++end;
      stretch(end);
    }
  }

 private:
  void stretch(std::size_t end) {
    const bool one = end - at_ == 1;
    const std::string select = "SELECT " + values_.columns() + " FROM person WHERE ";
    sql::Statement& rows = connection_.statements().dynamic(
        select + (one ? "id = ?1" : "id BETWEEN ?1 AND ?2 ORDER BY id"));
    sql::Reset reset(rows);
    rows.bind(1, ids_[at_]);
    if (!one) rows.bind(2, ids_[end - 1]);
    while (rows.step()) found(rows, end);
    while (at_ < end) gone();
  }
  void found(const sql::Statement& row, std::size_t end) {
    const PersonId id = row.integer(0);
    while (at_ < end && ids_[at_] < id) gone();
    if (at_ == end || ids_[at_] != id) return;  // somebody between two of ours
    sink_.person(at_++, id, true, values_.read(row));
  }
  void gone() {
    sink_.person(at_, ids_[at_], false, values_.nothing());
    ++at_;
  }

  sql::Connection& connection_;
  ValueReader& values_;
  std::span<const PersonId> ids_;
  flow::PeopleSink& sink_;
  std::size_t at_ = 0;
};

}  // namespace

ValueReader::ValueReader(const FieldTable& table, std::span<const flow::FieldId> fields)
    : columns_("id"), values_(fields.size()), times_(fields.size()) {
  for (const flow::FieldId id : fields) {
    const flow::Field* field = table.find(id);
    if (field == nullptr) {
      throw Error(ErrorKind::invalid, "FIELD_UNKNOWN", "field " + std::to_string(id),
                  "there is no such field", "See the list of fields");
    }
    columns_ += ", " + column_of(*field);
    const std::string_view affinity = affinity_of(field->type);
    forms_.push_back(field->read_only                         ? Form::time
                     : field->type == flow::DataType::boolean ? Form::boolean
                     : affinity == "INTEGER"                  ? Form::integer
                     : affinity == "REAL"                     ? Form::real
                                                              : Form::text);
  }
}

std::span<const RawValue> ValueReader::read(const sql::Statement& row) {
  sqlite3_stmt* raw = row.raw();
  for (std::size_t i = 0; i < forms_.size(); ++i) {
    const int column = static_cast<int>(i) + 1;
    RawValue& value = values_[i];
    if (sqlite3_column_type(raw, column) == SQLITE_NULL) {
      value = RawValue{};
      value.kind = RawValue::Kind::null;
      continue;
    }
    switch (forms_[i]) {
      case Form::boolean:
        value = read_value(raw, column, RawValue::Kind::boolean);
        break;
      case Form::integer:
        value = read_value(raw, column, RawValue::Kind::integer);
        break;
      case Form::real:
        value = read_value(raw, column, RawValue::Kind::real);
        break;
      case Form::text:
        value = read_value(raw, column, RawValue::Kind::string);
        break;
      case Form::time:
        times_[i] = format_datetime(sqlite3_column_int64(raw, column));
        value.kind = RawValue::Kind::string;
        value.text = times_[i];
        break;
    }
  }
  return values_;
}

std::span<const RawValue> ValueReader::nothing() {
  for (RawValue& value : values_) {
    value = RawValue{};
    value.kind = RawValue::Kind::null;
  }
  return values_;
}

void read_people(sql::Connection& connection, const FieldTable& table,
                 std::span<const PersonId> ids, std::span<const flow::FieldId> fields,
                 flow::PeopleSink& sink) {
  ValueReader values(table, fields);
  Reading(connection, values, ids, sink).run();
}

}  // namespace stepgate::store
