// Service-driven mapping: the service declares its fields; each is one row, whose key is the
// service's own name for it (docs/protocol.md section 3).
#include <stepgate/json.hpp>
#include <stepgate/plugin.hpp>

#include <set>
#include <string>

namespace {

using stepgate::sdk::Call;
using stepgate::sdk::Json;

const Json* find_by(const Json& list, const char* key, const std::string& value) {
  for (const auto& item : list.items())
    if (item[key].text() == value) return &item;
  return nullptr;
}

Json row_of(const Json& field, const std::string& target, bool active, bool outgoing) {
  Json row;
  row.set("serviceAttribute", field["serviceAttribute"].text());
  row.set("field", target.empty() ? Json() : Json(target));
  row.set("active", active);
  row.set("required", outgoing && field["required"].boolean());
  row.set("dataType", field["dataType"].text());
  row.set("key", field["serviceAttribute"].text());
  return row;
}

class Problems {
 public:
  void add(const char* code, const std::string& attribute, const std::string& field,
           const std::string& message, const std::string& remedy) {
    Json problem;
    problem.set("code", code).set("serviceAttribute", attribute).set("field", field);
    problem.set("message", message).set("remedy", remedy);
    list_.push(problem);
  }
  Json take() { return list_.is_array() ? list_ : Json::array(); }

 private:
  Json list_;
};

class ServiceDriven : public stepgate::sdk::MappingStrategy {
 public:
  /// A suggestion is taken when both API name and data type match a field of the host that may be
  /// written, where it is to be.
  std::string propose(const Call&, std::string_view request) override {
    const Json asked = Json::parse(request);
    const bool outgoing = asked["direction"].text() == "outgoing";
    Json rows = Json::array();
    for (const auto& field : asked["serviceFields"].items()) {
      const Json* host = find_by(asked["hostFields"], "name", field["suggestion"].text());
      const bool fits = host != nullptr && (*host)["dataType"].text() == field["dataType"].text() &&
                        (outgoing || !(*host)["readOnly"].boolean());
      rows.push(row_of(field, fits ? (*host)["name"].text() : "", fits, outgoing));
    }
    return Json::object({{"rows", rows}}).dump();
  }

  std::string validate(const Call&, std::string_view request) override {
    const Json asked = Json::parse(request);
    const bool outgoing = asked["direction"].text() == "outgoing";
    Problems problems;
    refuse_unknown_rows(asked, problems);
    Json rows = Json::array();
    std::set<std::string> written;
    for (const auto& field : asked["serviceFields"].items()) {
      const Json* given =
          find_by(asked["rows"], "serviceAttribute", field["serviceAttribute"].text());
      rows.push(validated(field, given, asked["hostFields"], outgoing, written, problems));
    }
    return Json::object({{"rows", rows}, {"problems", problems.take()}}).dump();
  }

 private:
  static void refuse_unknown_rows(const Json& asked, Problems& problems) {
    std::set<std::string> seen;
    for (const auto& row : asked["rows"].items()) {
      const auto& name = row["serviceAttribute"].text();
      if (find_by(asked["serviceFields"], "serviceAttribute", name) == nullptr)
        problems.add("MAPPING_UNKNOWN_ATTRIBUTE", name, row["field"].text(),
                     "the service declares no field '" + name + "'",
                     "Use one of the fields that it declares.");
      if (!seen.insert(name).second)
        problems.add("MAPPING_DUPLICATE", name, row["field"].text(),
                     "the service's field '" + name + "' has two rows", "Leave one of them.");
    }
  }

  static Json validated(const Json& field, const Json* given, const Json& host_fields,
                        bool outgoing, std::set<std::string>& written, Problems& problems) {
    const auto& attribute = field["serviceAttribute"].text();
    const std::string target = given != nullptr ? (*given)["field"].text() : "";
    const bool active = !target.empty() && (given == nullptr || (*given)["active"].boolean(true));
    Json row = row_of(field, target, active, outgoing);
    if (row["required"].boolean() && !active)
      problems.add("MAPPING_REQUIRED", attribute, target,
                   "the service requires '" + attribute + "', and it is " +
                       (target.empty() ? "not mapped" : "switched off"),
                   target.empty() ? "Map it to a field of type " + field["dataType"].text() + "."
                                  : "Switch it on.");
    if (target.empty()) return row;
    const Json* host = find_by(host_fields, "name", target);
    if (host == nullptr) {
      problems.add("MAPPING_UNKNOWN_FIELD", attribute, target, "there is no field '" + target + "'",
                   "Create it, or choose another one.");
    } else if (!outgoing && (*host)["readOnly"].boolean()) {
      problems.add("MAPPING_READ_ONLY", attribute, target,
                   "'" + attribute + "' comes back from the service, and the host alone writes '" +
                       target + "'",
                   "Choose a field that may be written, or leave '" + attribute + "' unmapped.");
    } else if ((*host)["dataType"].text() != field["dataType"].text()) {
      problems.add("MAPPING_TYPE", attribute, target,
                   "'" + attribute + "' is of type " + field["dataType"].text() + ", the field '" +
                       target + "' of type " + (*host)["dataType"].text(),
                   "Choose a field of type " + field["dataType"].text() + ".");
    } else if (!outgoing && active && !written.insert(target).second) {
      problems.add("MAPPING_DUPLICATE", attribute, target,
                   "two incoming fields would write '" + target + "'",
                   "Give each a field of its own.");
    }
    return row;
  }
};

}  // namespace

STEPGATE_PLUGIN(stepgate::sdk::mapping<ServiceDriven>("mapping-service-driven", "1.0.0",
                                                      "Service-driven mapping",
                                                      "mapping:service-driven"));
