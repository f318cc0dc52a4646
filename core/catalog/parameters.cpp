// Onboarding: the parameters of a step, checked by type and picklist before a campaign keeps them.
#include "base/detailed_error.hpp"
#include "base/text.hpp"
#include "catalog/onboarding.hpp"
#include "catalog/parameter_value.hpp"

namespace stepgate::catalog {

Json Onboarding::check_parameters(flow::ServiceId service, const Json& parameters) {
  const auto row = this->row(service);
  const auto& declared = row.definition["flowAttributes"];
  Json problems = Json::array(), checked = Json::object();
  std::vector<std::string> names;
  for (const auto& attribute : declared.items()) names.push_back(attribute["name"].as_string());
  for (const auto& [name, value] : parameters.members())
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      const auto near = nearest(name, names);
      problems.push(parameter_problem(
          "PARAMETER_UNKNOWN", name, "the service has no parameter '" + name + "'",
          near.empty() ? "Its parameters are: " + join(names, ", ") + "."
                       : "Did you mean " + near + "?"));
    }
  for (const auto& attribute : declared.items()) {
    const auto& name = attribute["name"].as_string();
    const auto& given = parameters[name];
    const auto list = parts_.database->services().picklist(service, "flow", name);
    checked.set(name, checked_value(as_marked(attribute, row.configuration["required"]),
                                    list ? list->choices : Json(), given, problems));
  }
  if (problems.size() > 0)
    throw DetailedError(ErrorKind::invalid, problems.at(0)["code"].as_string(),
                        "parameters of service " + row.name, problems.at(0)["message"].as_string(),
                        problems.at(0)["remedy"].as_string(), problems);
  return checked;
}

}  // namespace stepgate::catalog
