// Who offers the service and whom to ask about it (docs/protocol.md section 1, "Document").
#pragma once
#include "openapi/references.hpp"

namespace stepgate::openapi {

/// Adds title, description, version, providerName, schemaVersion, supportContact and termsOfService
/// to `discovery`; what Marketo requires and the document lacks is a finding each.
void read_info(const Json& root, Json& discovery, Findings& findings);

}  // namespace stepgate::openapi
