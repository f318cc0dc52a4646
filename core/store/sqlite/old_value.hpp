// A column's value inside an application-defined function, compared without copying.
#pragma once
#include <sqlite3.h>

#include <string>
#include <string_view>

#include "store/new_value.hpp"

namespace stepgate::store {

class OldValue {
 public:
  explicit OldValue(sqlite3_value* value) noexcept
      : value_(value), type_(sqlite3_value_type(value)) {}

  /// 0 when empty.
  std::int64_t integer() const noexcept {
    return type_ == SQLITE_NULL ? 0 : sqlite3_value_int64(value_);
  }
  std::string_view text() const noexcept {
    const auto* p = reinterpret_cast<const char*>(sqlite3_value_text(value_));
    return p == nullptr
               ? std::string_view()
               : std::string_view(p, static_cast<std::size_t>(sqlite3_value_bytes(value_)));
  }

  bool equals(const NewValue& value) const noexcept {
    using Kind = flow::Cell::Kind;
    switch (value.kind) {
      case Kind::integer:
        return type_ == SQLITE_INTEGER
                   ? sqlite3_value_int64(value_) == value.integer
                   : type_ == SQLITE_FLOAT &&
                         sqlite3_value_double(value_) == static_cast<double>(value.integer);
      case Kind::real:
        return (type_ == SQLITE_FLOAT || type_ == SQLITE_INTEGER) &&
               sqlite3_value_double(value_) == value.real;
      case Kind::text:
        return type_ == SQLITE_TEXT && text() == value.text;
      default:
        return type_ == SQLITE_NULL;
    }
  }

  flow::Cell capture(std::string& arena) const {
    using Kind = flow::Cell::Kind;
    NewValue copy;
    if (type_ == SQLITE_INTEGER) {
      copy = {Kind::integer, sqlite3_value_int64(value_), 0, {}};
    } else if (type_ == SQLITE_FLOAT) {
      copy = {Kind::real, 0, sqlite3_value_double(value_), {}};
    } else if (type_ != SQLITE_NULL) {
      copy = {Kind::text, 0, 0, text()};
    }
    return copy.store(arena);
  }

 private:
  sqlite3_value* value_;
  int type_;
};

}  // namespace stepgate::store
