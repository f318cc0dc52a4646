// Where the service is (docs/protocol.md section 1, "servers").
#pragma once
#include <string>

#include "base/finding.hpp"
#include "base/json.hpp"
#include "openapi/url.hpp"

namespace stepgate::openapi {

/// The base that paths are joined to, without a trailing slash. `document` is the URL that was read
/// at the end of all redirects. Throws Error (SERVER_URL_INVALID).
std::string read_base_url(const Json& root, const Url& document, Findings& findings);

}  // namespace stepgate::openapi
