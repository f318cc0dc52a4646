// Values that are made up: of a type, different from person to person.
#pragma once
#include <cstddef>
#include <string>

#include "base/json.hpp"
#include "flow/field.hpp"

namespace stepgate::check {

/// As a cell of a table. One person in four has none; the first always has one, the third's text is
/// as long as the type allows.
std::string sample_cell(flow::DataType type, std::size_t person);
/// For an option or parameter, as JSON of its type.
Json sample_option(flow::DataType type);

}  // namespace stepgate::check
