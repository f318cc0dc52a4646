// One chunk to a service: the request, and what the answer means for the host's retry policy
// (docs/protocol.md section 2).
#pragma once
#include <stepgate/chunk.hpp>
#include <stepgate/http.hpp>

#include "service.hpp"

namespace stepgate::adapter_openapi {

/// Throws PluginError (INVALID) when a header parameter or the context can't be sent: nothing has
/// left.
sdk::HttpRequest submit_request(const Service& service, const sdk::Chunk& chunk);

/// Nothing for an accepting answer. Throws PluginError: UNAUTHORIZED (401), RETRYABLE (429, 408, an
/// early 503, or nothing of the body left), REJECTED for all else.
void require_accepted(const sdk::HttpRequest& request, const sdk::HttpResponse& response);

}  // namespace stepgate::adapter_openapi
