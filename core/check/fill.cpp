// Stage: options and parameters; what is not given comes from picklists and types.
#include <set>

#include "base/detailed_error.hpp"
#include "base/text.hpp"
#include "check/samples.hpp"
#include "check/stage.hpp"
#include "flow/field.hpp"
#include "store/service_repository.hpp"

namespace stepgate::check {
namespace {

flow::DataType type_of(const Json& attribute) {
  return flow::parse_data_type(attribute["dataType"].as_string()).value_or(flow::DataType::string);
}

/// A text of the command line as JSON of the attribute's type; what does not fit stays text, for
/// the host to judge.
Json typed(const std::string& text, flow::DataType type) {
  using flow::DataType;
  if (type == DataType::boolean && (iequals(text, "true") || iequals(text, "false")))
    return iequals(text, "true");
  if (type == DataType::integer || type == DataType::score)
    if (const auto number = parse_int(text)) return *number;
  if (type == DataType::float_)
    if (const auto number = parse_double(text)) return *number;
  return text;
}

class Filler {
 public:
  Filler(Stage& stage, const char* kind) : stage_(stage), kind_(kind) {}

  /// {name: value} of every declared attribute.
  Json fill(const Json& declared, const Pairs& given, const char* flag) {
    Json values = Json::object();
    std::set<std::string> known;
    for (const auto& attribute : declared.items()) {
      const auto& name = attribute["name"].as_string();
      known.insert(name);
      const std::string* text = nullptr;
      for (const auto& [key, value] : given)
        if (key == name) text = &value;
      values.set(name, text ? typed(*text, type_of(attribute)) : made_up(attribute));
    }
    for (const auto& [key, value] : given)
      if (!known.contains(key))
        throw Error(ErrorKind::invalid, "OPTION_UNKNOWN", std::string("--") + flag + " " + key,
                    "the service declares no such " + std::string(kind_) + " attribute",
                    known.empty() ? "It declares none." : "It declares " + names(known) + ".");
    return values;
  }

 private:
  static std::string names(const std::set<std::string>& all) {
    return join({all.begin(), all.end()}, ", ");
  }

  Json made_up(const Json& attribute) {
    const auto& name = attribute["name"].as_string();
    const bool chosen =
        attribute["hasPicklist"].as_bool() || attribute["enforcePicklist"].as_bool();
    // What is meant to be chosen is made up only where the service can't do without.
    const bool leave = chosen && !attribute["required"].as_bool();
    Json value = leave ? Json() : sample_option(type_of(attribute));
    std::string from = leave ? "nothing" : attribute["dataType"].string_or("string");
    if (attribute["hasPicklist"].as_bool()) {
      const auto list = stage_.host.database->services().picklist(stage_.service, kind_, name);
      if (list && list->choices.size() > 0) {
        value = list->choices.at(0)["value"];
        from = "picklist";
      }
    }
    stage_.filled.push(
        Json::object({{"kind", kind_}, {"name", name}, {"value", value}, {"from", from}}));
    stage_.say("took " + std::string(kind_) + " " + name + " = " +
               (value.is_string() ? value.as_string() : value.dump()) +
               (from == "picklist"  ? " (its first choice)"
                : from == "nothing" ? " (its picklist offers nothing)"
                                    : " (a value of its type)"));
    return value;
  }

  Stage& stage_;
  const char* kind_;
};

}  // namespace

bool set_options(Stage& stage) {
  const auto definition = stage.row().definition;
  const auto& options = stage.options;
  stage.parameters =
      Filler(stage, "flow").fill(definition["flowAttributes"], options.parameters, "set");
  const Json globals =
      Filler(stage, "global").fill(definition["globalAttributes"], options.globals, "global");
  const Json headers =
      Filler(stage, "header").fill(definition["headers"], options.headers, "header");
  const auto deadline = options.deadline_seconds;
  const Json limits =
      Json::object({{"deadlineSeconds", deadline},
                    {"submitTimeoutSeconds", deadline},
                    {"retryBudgetSeconds", deadline},
                    {"chunkPeople", static_cast<std::int64_t>(PeopleTable::kMostPeople)}});
  try {
    stage.host.onboarding.configure(
        stage.service,
        Json::object({{"globals", globals}, {"headers", headers}, {"limits", limits}}));
    stage.parameters = stage.host.onboarding.check_parameters(stage.service, stage.parameters);
  } catch (const Error& error) {
    stage.failed(error, "/getServiceDefinition");
    return false;
  }
  stage.report.exchange.set(
      "parameters",
      Json::object({{"flow", stage.parameters}, {"global", globals}, {"header", headers}}));
  stage.report.exchange.set("filled", stage.filled);
  return true;
}

bool activate(Stage& stage) {
  try {
    stage.host.onboarding.activate(stage.service, Json::object({{"acceptPrivacyNotice", true},
                                                                {"acceptedBy", "stepgate check"}}));
    return true;
  } catch (const DetailedError& error) {
    for (const auto& lack : error.details().items())
      stage.report.error({lack["code"].as_string(), lack["subject"].as_string(),
                          lack["message"].as_string(), lack["remedy"].as_string()});
    stage.failed(error, "/getServiceDefinition");
  } catch (const Error& error) {
    stage.failed(error, "/getServiceDefinition");
  }
  return false;
}

}  // namespace stepgate::check
