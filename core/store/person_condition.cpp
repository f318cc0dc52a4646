#include "store/person_condition.hpp"

#include "base/clock.hpp"
#include "base/error.hpp"
#include "flow/coerce.hpp"
#include "store/columns.hpp"
#include "store/field_repository.hpp"

namespace stepgate::store {
namespace {

[[noreturn]] void unreadable(const flow::Field& field, std::string_view value,
                             std::string_view code) {
  throw Error(
      ErrorKind::invalid, "VALUE_UNREADABLE", "value '" + std::string(value) + "'",
      "it cannot be read as " + std::string(to_string(field.type)) + " for field " + field.name,
      "Give a value of that type, or nothing to find empty fields", std::string(code));
}

sql::Value typed_value(const flow::Field& field, std::string_view value) {
  if (flow::is_text_like(field.type)) return value;
  flow::RawValue raw;
  raw.kind = flow::RawValue::Kind::string;
  raw.text = value;
  std::string scratch;
  const flow::Coerced coerced = flow::coerce(field.type, raw, scratch);
  if (!coerced.refused.empty()) unreadable(field, value, coerced.refused);
  switch (coerced.cell.kind) {
    case flow::Cell::Kind::integer:
    case flow::Cell::Kind::add:  // "+5" of a score: in a comparison it is the number
      return coerced.cell.integer;
    case flow::Cell::Kind::real:
      return coerced.cell.real;
    case flow::Cell::Kind::text:
      return coerced.text;
    default:
      unreadable(field, value, "VALUE_EMPTY");
  }
}

}  // namespace

PersonCondition person_condition(const FieldTable& fields, flow::FieldId id, std::string_view value,
                                 int parameter) {
  if (id == 0) return {"1", {}};
  const flow::Field* field = fields.find(id);
  if (field == nullptr) {
    throw Error(ErrorKind::invalid, "FIELD_UNKNOWN", "field " + std::to_string(id),
                "there is no such field", "See the list of fields");
  }
  const std::string column = column_of(*field);
  if (value.empty()) return {column + " IS NULL", {}};
  const std::string bound = "?" + std::to_string(parameter);
  if (field->read_only) {  // kept as milliseconds, shown in seconds
    const auto at = parse_datetime(value);
    if (!at) unreadable(*field, value, "VALUE_NOT_DATETIME");
    return {column + " / 1000 = " + bound, *at / 1000};
  }
  return {column + " = " + bound, typed_value(*field, value)};
}

}  // namespace stepgate::store
