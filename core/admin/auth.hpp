// The one place where it is decided who may ask.
#pragma once
#include "base/crypto.hpp"
#include "http/server_request.hpp"

namespace stepgate::admin {

/// Throws HttpError 401: TOKEN_MISSING, TOKEN_WRONG.
void require_token(const http::ServerRequest& request, const Secret& token);

}  // namespace stepgate::admin
