// User-driven mapping: the service declares no fields; the admin adds those of the host, whose API
// names are the keys (docs/protocol.md section 3).
#include <stepgate/json.hpp>
#include <stepgate/plugin.hpp>

#include <set>
#include <string>

namespace {

using stepgate::sdk::Call;
using stepgate::sdk::Json;

Json problem(const char* code, const std::string& field, const std::string& message,
             const std::string& remedy) {
  Json json;
  json.set("code", code).set("serviceAttribute", field).set("field", field);
  json.set("message", message).set("remedy", remedy);
  return json;
}

const Json* host_field(const Json& list, const std::string& name) {
  for (const auto& field : list.items())
    if (field["name"].text() == name) return &field;
  return nullptr;
}

class UserDriven : public stepgate::sdk::MappingStrategy {
 public:
  std::string propose(const Call&, std::string_view) override {
    return Json::object({{"rows", Json::array()}}).dump();
  }

  std::string validate(const Call&, std::string_view request) override {
    const Json asked = Json::parse(request);
    Json rows = Json::array(), problems = Json::array();
    std::set<std::string> seen;
    for (const auto& given : asked["rows"].items()) {
      // In this mapping both names of a row are the host's; an admin may give either.
      const auto name =
          given["field"].is_string() ? given["field"].text() : given["serviceAttribute"].text();
      const Json* host = host_field(asked["hostFields"], name);
      if (host == nullptr) {
        problems.push(problem("MAPPING_UNKNOWN_FIELD", name, "there is no field '" + name + "'",
                              "Create it, or choose another one."));
        continue;
      }
      if (asked["direction"].text() == "incoming" && (*host)["readOnly"].boolean()) {
        problems.push(problem("MAPPING_READ_ONLY", name,
                              "the host alone writes '" + name + "', and no service can",
                              "Choose a field that may be written."));
        continue;
      }
      if (!seen.insert(name).second) {
        problems.push(problem("MAPPING_DUPLICATE", name, "the field '" + name + "' has two rows",
                              "Leave one of them."));
        continue;
      }
      Json row;
      row.set("serviceAttribute", name)
          .set("field", name)
          .set("active", given["active"].boolean(true));
      row.set("required", false).set("dataType", (*host)["dataType"].text()).set("key", name);
      rows.push(row);
    }
    return Json::object({{"rows", rows}, {"problems", problems}}).dump();
  }
};

}  // namespace

STEPGATE_PLUGIN(stepgate::sdk::mapping<UserDriven>("mapping-user-driven", "1.0.0",
                                                   "User-driven mapping", "mapping:user-driven"));
