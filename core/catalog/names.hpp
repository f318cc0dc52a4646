// Names that people give to services, and lists of names in sentences.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace stepgate::catalog {

/// Trimmed. Throws Error NAME_INVALID: empty, longer than 255 bytes, not UTF-8, or with control
/// characters.
std::string checked_name(std::string_view name);
/// The same made of whatever a service calls itself; empty when nothing is left.
std::string usable_name(std::string_view title);
/// "A, B and 7 more".
std::string enumerated(const std::vector<std::string>& names);

}  // namespace stepgate::catalog
