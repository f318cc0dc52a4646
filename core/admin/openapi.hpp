// The API's own OpenAPI 3.0 document, made of the table of routes and of the schemas.
#pragma once
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace stepgate::admin {

/// Made at the first call; the version is the host's.
const Json& openapi_document(const std::string& version);
/// Of components/schemas, or a shared null. Thread safe.
const Json& schema_of(std::string_view name);

/// JSON texts: {name: schema}, by theme.
std::string_view host_schemas();
std::string_view people_schemas();
std::string_view service_schemas();
std::string_view life_schemas();
std::string_view run_schemas();
std::string_view undo_schemas();
std::string_view dead_schemas();
/// {name: {description, schema}} of query parameters and of what stands in paths.
std::string_view query_parameters();
std::string_view path_parameters();

}  // namespace stepgate::admin
