// "Field = value" over people, by the field's type.
#pragma once
#include <string>
#include <string_view>

#include "flow/ids.hpp"
#include "store/sql/value.hpp"

namespace stepgate::store {

class FieldTable;

struct PersonCondition {
  std::string sql;   ///< "f3 = ?4", "f3 IS NULL"; "1" for everyone
  sql::Value value;  ///< bound to that parameter unless null
};

/// field 0: everyone. Throws Error FIELD_UNKNOWN or VALUE_UNREADABLE (invalid).
PersonCondition person_condition(const FieldTable& fields, flow::FieldId field,
                                 std::string_view value, int parameter);

}  // namespace stepgate::store
