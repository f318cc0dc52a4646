#include <algorithm>
#include <string>

#include "catalog/replacement.hpp"

namespace stepgate::catalog {
namespace {

const Json* find_by(const Json& list, const char* key, const std::string& value) {
  const auto& items = list.items();
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const Json& one) { return one[key].as_string() == value; });
  return found == items.end() ? nullptr : &*found;
}

bool text_like(const std::string& type) {
  return type == "string" || type == "text" || type == "url" || type == "email" || type == "phone";
}

bool same_kind(const std::string& a, const std::string& b) {
  return a == b || (text_like(a) && text_like(b));
}

bool active(const Json& row) { return row["active"].as_bool(true) && !row["field"].is_null(); }

Json misfit(const char* code, const char* direction, const Json& row, std::string message,
            std::string remedy) {
  return Json::object({{"code", code},
                       {"direction", direction},
                       {"serviceAttribute", row["serviceAttribute"]},
                       {"field", row["field"]},
                       {"message", std::move(message)},
                       {"remedy", std::move(remedy)}});
}

void compare_incoming(const store::ServiceRow& old, const store::ServiceRow& fresh, Json& into) {
  for (const auto& row : old.mapping["incoming"]["rows"].items()) {
    if (!active(row)) continue;
    const auto& field = row["field"].as_string();
    const auto* other = find_by(fresh.mapping["incoming"]["rows"], "field", field);
    if (other != nullptr && active(*other)) continue;
    into.push(misfit("MAPPING_INCOMING", "incoming", row,
                     old.name + " writes the field '" + field + "', " + fresh.name + " does not",
                     "Map an incoming field of " + fresh.name + " to '" + field +
                         "', or switch it off in " + old.name + "."));
  }
}

void compare_outgoing(const store::ServiceRow& old, const store::ServiceRow& fresh, Json& into) {
  for (const auto& row : old.mapping["outgoing"]["rows"].items()) {
    const auto* other = find_by(fresh.mapping["outgoing"]["rows"], "serviceAttribute",
                                row["serviceAttribute"].as_string());
    if (other == nullptr) continue;  // the new one does not ask for it
    const auto& name = row["serviceAttribute"].as_string();
    if (!same_kind(row["dataType"].as_string(), (*other)["dataType"].as_string()))
      into.push(
          misfit("MAPPING_TYPE", "outgoing", row,
                 "'" + name + "' is of type " + row["dataType"].as_string() + " in " + old.name +
                     ", of type " + (*other)["dataType"].as_string() + " in " + fresh.name,
                 "Switch it off in " + old.name + " or " + fresh.name + ", if that is meant."));
    else if (active(row) && (!active(*other) || (*other)["field"] != row["field"]))
      into.push(misfit(
          "MAPPING_OUTGOING", "outgoing", row,
          "'" + name + "' is '" + row["field"].as_string() + "' in " + old.name + ", and " +
              (active(*other) ? "'" + (*other)["field"].as_string() + "'" : std::string("off")) +
              " in " + fresh.name,
          "Map it in both alike."));
  }
}

}  // namespace

Json parameter_type_misfits(const Json& old_definition, const Json& new_definition,
                            const Json& values) {
  Json misfits = Json::array();
  for (const auto& [name, value] : values.members()) {
    const auto* before = find_by(old_definition["flowAttributes"], "name", name);
    const auto* now = find_by(new_definition["flowAttributes"], "name", name);
    if (before == nullptr || now == nullptr) continue;  // check_parameters says so
    const auto& type = (*before)["dataType"].as_string();
    const auto& other = (*now)["dataType"].as_string();
    if (same_kind(type, other)) continue;
    misfits.push(Json::object(
        {{"code", "PARAMETER_TYPE"},
         {"parameter", name},
         {"message", "the parameter '" + name + "' is of type " + type + " before, of type " +
                         other + " after"},
         {"remedy", "Take its value out of the campaign, or choose another service."}}));
  }
  return misfits;
}

Json mapping_misfits(const store::ServiceRow& old, const store::ServiceRow& fresh) {
  Json misfits = Json::array();
  compare_incoming(old, fresh, misfits);
  compare_outgoing(old, fresh, misfits);
  return misfits;
}

}  // namespace stepgate::catalog
