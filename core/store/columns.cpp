#include "store/columns.hpp"

namespace stepgate::store {

std::string column_of(const flow::Field& field) {
  if (field.read_only) return field.name == "createdAt" ? "created_at" : "updated_at";
  return "f" + std::to_string(field.id);
}

std::string column_definition(const flow::Field& field) {
  return column_of(field) + " " + affinity_of(field.type);
}

const char* affinity_of(flow::DataType type) noexcept {
  switch (type) {
    case flow::DataType::boolean:
    case flow::DataType::integer:
    case flow::DataType::score:
      return "INTEGER";
    case flow::DataType::float_:
      return "REAL";
    default:
      return "TEXT";
  }
}

}  // namespace stepgate::store
