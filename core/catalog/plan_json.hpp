// A plan as it is stored: everything that a chunk in flight needs of its service, also after a
// restart and after edits. One version is never changed.
#pragma once
#include "base/json.hpp"
#include "flow/plan.hpp"
#include "store/field_repository.hpp"
#include "store/service_repository.hpp"

namespace stepgate::catalog {

/// {"service": {what provider.open is given}, "outgoing": [...], "incoming": [...], "attributes":
/// [...], "limits": {...}, "headers": {...},
///  "globals": {...}, "contexts": {...}, "scheme": {...}, "credential": id,
///  "withheld": false, "tls": {...}, "auth": "", "provider":
///  "", "primaryAttribute": ""}
Json make_plan_json(const store::ServiceRow& row, const store::FieldTable& fields);
flow::PlanRef read_plan(const Json& json, flow::ServiceId service, std::int32_t version);

/// What provider.open is given (sdk/ABI.md).
Json open_request(const store::ServiceRow& row);
/// The limits of a configuration, with defaults: seconds and counts as the API has them.
flow::Limits read_limits(const Json& configuration);
Json limits_json(const flow::Limits& limits);

}  // namespace stepgate::catalog
