// Whether one service can take the place of another: what does not fit, as {code, subject,
// message, remedy, ...}. Pure.
#pragma once
#include "base/json.hpp"
#include "store/service_repository.hpp"

namespace stepgate::catalog {

/// Parameters that `values` sets: missing in the new definition, or of a type that takes others.
/// {code, parameter, message, remedy}.
Json parameter_type_misfits(const Json& old_definition, const Json& new_definition,
                            const Json& values);
/// Fields of the host that the old service writes and the new one would not, and fields that both
/// services ask for and would be given from different places. {code, direction, serviceAttribute,
/// message, remedy}.
Json mapping_misfits(const store::ServiceRow& old, const store::ServiceRow& fresh);

}  // namespace stepgate::catalog
