// What Marketo's installer refuses and Stepgate lives with, so that installing here is a pre-flight
// for there (docs/protocol.md section 1).
#pragma once
#include "openapi/references.hpp"

namespace stepgate::openapi {

void check_marketo_rules(const Json& root, References& references, Findings& findings);

}  // namespace stepgate::openapi
