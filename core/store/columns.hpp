// How a field is kept in the person table.
#pragma once
#include <string>

#include "flow/field.hpp"

namespace stepgate::store {

/// "f14"; created_at and updated_at for the two read-only ones.
std::string column_of(const flow::Field& field);
/// "f14 TEXT"
std::string column_definition(const flow::Field& field);
/// How the column is kept: TEXT, INTEGER (boolean, integer, score) or REAL.
const char* affinity_of(flow::DataType type) noexcept;

}  // namespace stepgate::store
