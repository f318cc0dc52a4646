// Fields in and out of SQL.
#pragma once
#include "base/clock.hpp"
#include "store/field_repository.hpp"

namespace stepgate::store {

namespace sql {
class Connection;
}

void insert_field(sql::Connection& connection, const flow::Field& field, Ms now);
FieldTableRef load_fields(sql::Connection& connection);

}  // namespace stepgate::store
