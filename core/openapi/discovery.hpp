// From the text of an OpenAPI document to what a host knows before anything is installed.
#pragma once
#include <string_view>

#include "base/json.hpp"
#include "openapi/url.hpp"

namespace stepgate::openapi {

struct DiscoveryWish {
  /// The admin says that the service needs no credentials: a document without a scheme that can be
  /// served is taken.
  bool accept_no_security = false;
};

/// Before anything is asked for. Throws Error URL_INVALID.
Url require_document_url(std::string_view url);
/// The answer of provider.discover in sdk/ABI.md. `url` is where the text came from, after
/// redirects. Throws Error: DOCUMENT_UNREADABLE, NOT_OPENAPI, OPENAPI_VERSION_UNSUPPORTED,
/// PATH_MISSING, SECURITY_MISSING, SECURITY_UNSUPPORTED, SERVER_URL_INVALID, URL_INVALID.
Json discover(std::string_view text, std::string_view url, const DiscoveryWish& wish = {});

}  // namespace stepgate::openapi
