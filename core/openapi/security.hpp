// How the host shows who it is (docs/protocol.md section 1, "Security schemes").
#pragma once
#include <string_view>

#include "openapi/references.hpp"
#include "openapi/url.hpp"

namespace stepgate::openapi {

/// The scheme in the shape of sdk/ABI.md: the first entry of the root's `security` that can be
/// served, else, where an entry is empty, kind "none". Throws Error (SECURITY_MISSING,
/// SECURITY_UNSUPPORTED); with `accept_none` (the admin says that the service needs no credentials)
/// it gives kind "none" instead.
Json read_security(const Json& root, const Url& document, std::string_view base_url,
                   bool accept_none, References& references, Findings& findings);

}  // namespace stepgate::openapi
