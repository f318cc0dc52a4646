// The WWW-Authenticate header (RFC 9110 section 11.6.1).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace stepgate::catalog {

/// The realm that a Basic challenge names, unquoted; nothing when there is none.
std::optional<std::string> realm_of(std::string_view challenge);

}  // namespace stepgate::catalog
