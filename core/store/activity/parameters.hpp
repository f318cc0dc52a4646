// Flow attribute values as sent: one column each, so that they can be filtered by; the JSON object
// again for who reads.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stepgate::store::activity {

/// Name, and its value as JSON text.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// None when it is no JSON object.
Parameters split_parameters(std::string_view json);
/// "" when there are none.
std::string join_parameters(const Parameters& parameters);
/// What people compare with and read: a string without its quotes, anything else as it stands.
std::string parameter_text(std::string_view json);

}  // namespace stepgate::store::activity
