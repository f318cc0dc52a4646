// Names of services and of columns as names of fields of the host.
#pragma once
#include <string>
#include <string_view>

namespace stepgate::check {

/// A letter, then letters, digits and underscores, whatever the wish is; never a reserved name, and
/// short enough to take a number behind it.
std::string field_name(std::string_view wish);

}  // namespace stepgate::check
