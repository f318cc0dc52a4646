// /getPicklist: what is asked and what is answered (docs/protocol.md section 3).
#pragma once
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace stepgate::protocol {

inline constexpr std::size_t kMostChoices = 1000;

/// The body of the request. `request` is {name, type, mapping: {outgoing, incoming}} of sdk/ABI.md;
/// `definition` (or null) says which direction is user-driven, whose serviceAttribute is not sent.
std::string write_picklist_request(const Json& request, const Json& definition);

/// {choices: [{display, value}], truncated, findings}. Throws Error (PICKLIST_FAILED) when there is
/// no list: the last good one stays.
Json read_picklist(std::string_view body, std::string_view subject);

}  // namespace stepgate::protocol
