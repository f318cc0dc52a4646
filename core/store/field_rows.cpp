#include "store/field_rows.hpp"

#include "store/sql/connection.hpp"

namespace stepgate::store {

void insert_field(sql::Connection& connection, const flow::Field& field, Ms now) {
  connection.exec(
      "INSERT INTO field(id, name, label, type, standard, read_only, added_at) "
      "VALUES(?, ?, ?, ?, ?, ?, ?)",
      {field.id, field.name, field.label, static_cast<int>(field.type), field.standard ? 1 : 0,
       field.read_only ? 1 : 0, now});
}

FieldTableRef load_fields(sql::Connection& connection) {
  std::vector<flow::Field> fields;
  for (const sql::Row& row :
       connection.query("SELECT id, name, label, type, standard, read_only FROM field")) {
    fields.push_back({static_cast<flow::FieldId>(row[0].integer()), row[1].text(), row[2].text(),
                      static_cast<flow::DataType>(row[3].integer()), row[4].integer() != 0,
                      row[5].integer() != 0});
  }
  return std::make_shared<const FieldTable>(std::move(fields));
}

}  // namespace stepgate::store
