#include <algorithm>

#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/verbs/install.hpp"
#include "cli/verbs/service_parts.hpp"

namespace stepgate::cli {
namespace {

class FieldMaker {
 public:
  FieldMaker(Session& session, const Json& known) : session_(session) {
    for (const auto& field : known.items()) fields_.push_back(field);
  }

  /// The host's field for what the service suggests; empty when there can be none.
  std::string field_for(const Json& declared) {
    const auto& attribute = declared["serviceAttribute"].as_string();
    const auto name =
        declared["suggestion"].as_string().empty() ? attribute : declared["suggestion"].as_string();
    const auto& type = declared["dataType"].as_string();
    for (const auto& field : fields_) {
      if (!iequals(field["name"].as_string(), name)) continue;
      if (field["dataType"].as_string() == type && !field["readOnly"].as_bool())
        return field["name"].as_string();
      session_.console().warning(printable("the field " + field["name"].as_string() +
                                           " is of type " + field["dataType"].as_string() + ", " +
                                           attribute + " of type " + type + ": map it to another"));
      return {};
    }
    return make(name, type, label_text(declared["description"], ""));
  }

 private:
  std::string make(const std::string& name, const std::string& type, const std::string& label) {
    Json field = Json::object({{"name", name}, {"dataType", type}});
    if (!label.empty() && display_width(label) <= 60) field.set("label", label);
    try {
      const auto made = session_.api().post("/fields", field);
      fields_.push_back(made);
      session_.console().good(
          printable("new field " + made["name"].as_string() + " (" + type + ")"));
      return made["name"].as_string();
    } catch (const Failure& failure) {
      if (failure.exit_code() != kRefused) throw;
      session_.console().warning("no field for it: " + failure.line());
      return {};
    }
  }

  Session& session_;
  Json::Array fields_;
};

bool mapped(const Json& rows, const std::string& attribute) {
  const auto& items = rows.items();
  return std::any_of(items.begin(), items.end(), [&](const Json& row) {
    return row["serviceAttribute"].as_string() == attribute && !row["field"].is_null();
  });
}

}  // namespace

Json create_suggested_fields(Session& session, const Json& mapping, const Json& definition) {
  FieldMaker maker(session, mapping["fields"]);
  Json change;
  for (const auto* direction : {"outgoing", "incoming"}) {
    if (mapping[direction]["userDriven"].as_bool()) continue;
    const bool all = std::string_view(direction) == "incoming";
    Json rows = Json::array();
    for (const auto& declared : definition[direction]["fields"].items()) {
      const auto& attribute = declared["serviceAttribute"].as_string();
      if (mapped(mapping[direction]["rows"], attribute)) continue;
      if (!all && !declared["required"].as_bool()) continue;
      if (const auto field = maker.field_for(declared); !field.empty())
        rows.push(
            Json::object({{"serviceAttribute", attribute}, {"field", field}, {"active", true}}));
    }
    if (rows.size() > 0) change.set(direction, Json::object({{"rows", rows}}));
  }
  return change;
}

}  // namespace stepgate::cli
