// The fields of people.
#include <array>

#include "admin/call.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "store/database.hpp"
#include "store/field_repository.hpp"

namespace stepgate::admin {
namespace {

Json view(const flow::Field& field) {
  return Json::object({{"name", field.name},
                       {"label", field.label},
                       {"dataType", Json(to_string(field.type))},
                       {"standard", field.standard},
                       {"readOnly", field.read_only}});
}

void list(Call& call) {
  Json items = Json::array();
  for (const auto& field : call.parts.database->fields().list()) items.push(view(field));
  call.answer_list(Json::object({{"items", std::move(items)}}));
}

void add(Call& call) {
  const auto body = call.body();
  const auto name = std::string(trim(body["name"].as_string()));
  const auto type = flow::parse_data_type(body["dataType"].as_string());
  if (!type)
    throw Error(ErrorKind::invalid, "DATA_TYPE_UNKNOWN", "field " + name,
                body["dataType"].as_string().empty()
                    ? "has no dataType"
                    : "'" + body["dataType"].as_string() + "' is no data type",
                "Types: boolean, integer, float, score, date, datetime, email, string, url, text");
  call.answer(view(call.parts.database->fields().add(name, body["label"].string_or(name), *type)));
}

constexpr std::array kRoutes{
    Route{.method = "GET",
          .path = "/api/v1/fields",
          .id = "listFields",
          .summary = "The fields of people",
          .handle = &list,
          .answer = {kJson, "FieldList"},
          .query = "limit after"},
    Route{.method = "POST",
          .path = "/api/v1/fields",
          .id = "addField",
          .summary = "Adds a custom field",
          .handle = &add,
          .status = 201,
          .answer = {kJson, "Field"},
          .body = {kJson, "NewField"},
          .refusals = "409"},
};

}  // namespace

std::span<const Route> field_routes() { return kRoutes; }

}  // namespace stepgate::admin
