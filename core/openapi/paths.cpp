#include "openapi/paths.hpp"

#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"

namespace stepgate::openapi {

Json read_paths(const Json& root, std::string_view subject) {
  const Json& paths = root["paths"];
  std::vector<std::string> missing;
  for (const std::string_view required : {kSubmitPath, kDefinitionPath, kStatusPath}) {
    if (!paths.has(required)) missing.emplace_back(required);
  }
  if (!missing.empty()) {
    throw Error(ErrorKind::invalid, "PATH_MISSING", std::string(subject),
                "the document does not declare " + join(missing, ", "),
                "Ask the provider to declare every required path below `paths`.");
  }
  return Json::object({{"picklist", paths.has(kPicklistPath)},
                       {"guide", paths.has(kGuidePath)},
                       {"brandIcon", paths.has(kBrandIconPath)},
                       {"serviceIcon", paths.has(kServiceIconPath)}});
}

}  // namespace stepgate::openapi
