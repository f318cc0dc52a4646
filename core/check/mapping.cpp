// Stage: mapping. The strategies of the host suggest and validate; what they leave open gets a
// column of the people, a sample of its type, or a custom field.
#include <algorithm>
#include <set>

#include "base/error.hpp"
#include "base/text.hpp"
#include "check/field_name.hpp"
#include "check/samples.hpp"
#include "check/stage.hpp"
#include "store/field_repository.hpp"
#include "store/service_repository.hpp"

namespace stepgate::check {
namespace {

flow::DataType type_of(const Json& field) {
  return flow::parse_data_type(field["dataType"].as_string()).value_or(flow::DataType::string);
}

class Mapper {
 public:
  explicit Mapper(Stage& stage)
      : stage_(stage), fields_(stage.host.database->fields()), row_(stage.row()) {}

  Json outgoing() {
    if (row_.definition["outgoing"]["userDriven"].as_bool())
      return user_rows(stage_.options.outgoing, true);
    Json rows = Json::array();
    for (const auto& declared : row_.definition["outgoing"]["fields"].items()) {
      const Json* proposed = suggestion(row_.mapping["outgoing"], declared);
      rows.push(entry(declared, proposed ? (*proposed)["field"].as_string() : source(declared)));
    }
    return rows;
  }

  Json incoming() {
    if (row_.definition["incoming"]["userDriven"].as_bool())
      return user_rows(stage_.options.incoming, false);
    Json rows = Json::array();
    std::set<std::string> used;
    for (const auto& declared : row_.definition["incoming"]["fields"].items()) {
      const Json* proposed = suggestion(row_.mapping["incoming"], declared);
      auto name = proposed ? (*proposed)["field"].as_string() : std::string();
      const auto* target = name.empty() ? nullptr : fields_.table()->find(name);
      if (target == nullptr || target->read_only || used.contains(to_lower(name))) {
        name = field_of(wish(declared), type_of(declared), used);
        told_apart(declared, name);
      }
      used.insert(to_lower(name));
      rows.push(entry(declared, name));
    }
    return rows;
  }

 private:
  static Json entry(const Json& declared, const std::string& field) {
    return Json::object(
        {{"serviceAttribute", declared["serviceAttribute"]}, {"field", field}, {"active", true}});
  }
  static std::string wish(const Json& declared) {
    const auto& suggestion = declared["suggestion"].as_string();
    return suggestion.empty() ? declared["serviceAttribute"].as_string() : suggestion;
  }

  /// A suggestion that no service can have: the check goes on with a field of its own.
  void told_apart(const Json& declared, const std::string& name) {
    const auto& suggestion = declared["suggestion"].as_string();
    const auto* host = suggestion.empty() ? nullptr : fields_.table()->find(suggestion);
    if (host == nullptr || !host->read_only) return;
    const auto& attribute = declared["serviceAttribute"].as_string();
    stage_.report.warn({"SUGGESTION_READ_ONLY", "/callbackPayloadDef/fields " + attribute,
                        "'" + attribute + "' is suggested for '" + suggestion +
                            "', which the host alone writes; '" + name + "' stood for it here",
                        "Suggest another field; as it is, an admin has to choose one by hand."});
  }

  static const Json* suggestion(const Json& mapping, const Json& declared) {
    for (const auto& row : mapping["rows"].items())
      if (row["serviceAttribute"] == declared["serviceAttribute"] && row["field"].is_string())
        return &row;
    return nullptr;
  }

  /// A writable field of that type; made under the first free name when there is none.
  std::string field_of(const std::string& wanted, flow::DataType type,
                       const std::set<std::string>& not_these = {}) {
    const auto base = field_name(wanted);
    for (int i = 1; i < 100; ++i) {
      const auto name = i == 1 ? base : base + std::to_string(i);
      if (not_these.contains(to_lower(name))) continue;
      const auto found = fields_.find(name);
      if (!found) return fields_.add(name, name, type).name;
      if (found->type == type && !found->read_only) return found->name;
    }
    throw Error(ErrorKind::conflict, "FIELDS_FULL", base, "has too many fields of its name");
  }

  /// Where the values of an outgoing field without a fitting suggestion come from.
  std::string source(const Json& declared) {
    const auto& attribute = declared["serviceAttribute"].as_string();
    const auto type = type_of(declared);
    auto column = stage_.people.column(attribute);
    if (!column && !declared["suggestion"].as_string().empty())
      column = stage_.people.column(declared["suggestion"].as_string());
    auto name = field_of(column ? stage_.people.columns()[*column] : wish(declared), type);
    if (column) {
      if (!iequals(name, stage_.people.columns()[*column])) copy(*column, name);
      return name;
    }
    const auto made = stage_.people.add_column(name);
    for (std::size_t i = 0; i < stage_.people.size(); ++i)
      stage_.people.set(i, made, sample_cell(type, i));
    stage_.report.warn(
        {"OUTGOING_SAMPLED", "/invocationPayloadDef/fields " + attribute,
         "no field of the host fits '" + attribute + "' by name and type; samples of type " +
             std::string(to_string(type)) + " were sent",
         "Suggest a standard field (suggestedMarketoAttribute), or give --people a column of that "
         "name."});
    return name;
  }

  void copy(std::size_t column, const std::string& name) {
    const auto to = stage_.people.add_column(name);
    for (std::size_t i = 0; i < stage_.people.size(); ++i)
      stage_.people.set(i, to, stage_.people.cell(i, column));
  }

  Json user_rows(const std::vector<std::string>& asked, bool outgoing) {
    auto names = asked.empty() ? stage_.people.columns() : asked;
    Json rows = Json::array();
    for (const auto& asked_name : names) {
      // What was asked for is a name of the host; a column may be called anything.
      const auto name = asked.empty() ? field_name(asked_name) : asked_name;
      auto found = fields_.find(name);
      if (!found) found = fields_.add(name, asked_name, flow::DataType::string);
      if (!outgoing && found->read_only && asked.empty()) continue;
      rows.push(Json::object({{"field", found->name}, {"active", true}}));
    }
    return rows;
  }

  Stage& stage_;
  store::FieldRepository& fields_;
  const store::ServiceRow row_;
};

/// A required field that is empty for everybody tells nothing about the service.
void judge_required(Stage& stage, const Json& rows) {
  for (const auto& row : rows.items()) {
    if (!row["required"].as_bool()) continue;
    const auto column = stage.people.column(row["field"].as_string());
    bool empty = true;
    for (std::size_t i = 0; column && i < stage.people.size(); ++i)
      empty &= stage.people.cell(i, *column).empty();
    if (empty)
      stage.report.warn({"REQUIRED_FIELD_EMPTY",
                         "/invocationPayloadDef/fields " + row["serviceAttribute"].as_string(),
                         "the service requires it, and nobody of the people has a value for it",
                         "Give --people a column " + row["field"].as_string() + " with values."});
  }
}

}  // namespace

bool map_fields(Stage& stage) {
  try {
    Mapper mapper(stage);
    const auto side = [](Json rows) {
      return Json::object({{"rows", std::move(rows)}, {"confirmed", true}});
    };
    Json request = Json::object({{"outgoing", side(mapper.outgoing())}});
    request.set("incoming", side(mapper.incoming()));
    const auto mapping = stage.host.onboarding.set_mapping(stage.service, request);
    judge_required(stage, mapping["outgoing"]["rows"]);
    for (const auto* direction : {"outgoing", "incoming"})
      for (const auto& row : mapping[direction]["rows"].items())
        stage.say(std::string(direction) + ": " + row["serviceAttribute"].as_string() +
                  (std::string_view(direction) == "outgoing" ? " <- " : " -> ") +
                  row["field"].as_string() + " (" + row["dataType"].as_string() + ")");
    return true;
  } catch (const Error& error) {
    stage.failed(error, "/getServiceDefinition");
    return false;
  }
}

}  // namespace stepgate::check
