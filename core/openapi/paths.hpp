// Which endpoints the document declares (docs/protocol.md section 1).
#pragma once
#include <string_view>

#include "openapi/references.hpp"

namespace stepgate::openapi {

inline constexpr std::string_view kSubmitPath = "/submitAsyncAction";
inline constexpr std::string_view kDefinitionPath = "/getServiceDefinition";
inline constexpr std::string_view kStatusPath = "/status";
inline constexpr std::string_view kPicklistPath = "/getPicklist";
inline constexpr std::string_view kGuidePath = "/providerInstructions";
inline constexpr std::string_view kBrandIconPath = "/brandIcon";
inline constexpr std::string_view kServiceIconPath = "/serviceIcon";

/// {picklist, guide, brandIcon, serviceIcon}: declared or not. Throws Error (PATH_MISSING) that
/// names every required path which is not declared.
Json read_paths(const Json& root, std::string_view subject);

}  // namespace stepgate::openapi
