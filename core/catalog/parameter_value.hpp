// One value of a parameter, option or header parameter, against what the service declares of it.
// Pure.
#pragma once
#include <string>

#include "base/json.hpp"

namespace stepgate::catalog {

/// {code, parameter, message, remedy}.
Json parameter_problem(const char* code, const std::string& name, const std::string& message,
                       const std::string& remedy);
/// Null, or the empty text.
bool is_unset(const Json& value);
/// The attribute as the admin has it: `required` holds the names that were marked (a
/// configuration's "required": {name: true}).
Json as_marked(Json attribute, const Json& required);
/// The value in the outgoing form of its type; the choice that was meant, where there is a picklist
/// (`choices`: its last good list). What does not fit is added to `problems`: PARAMETER_TYPE,
/// PARAMETER_REQUIRED, PARAMETER_NOT_A_CHOICE.
Json checked_value(const Json& attribute, const Json& choices, const Json& given, Json& problems);

}  // namespace stepgate::catalog
