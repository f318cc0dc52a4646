// PEM text into an OpenSSL context.
#pragma once
#include "http/tls_pem.hpp"

struct ssl_ctx_st;

namespace stepgate::http::detail {

/// Adds what `pem` holds. Throws Error (invalid): CA_INVALID, CLIENT_CERTIFICATE_INVALID.
void use_pem(ssl_ctx_st* context, const TlsPem& pem);

}  // namespace stepgate::http::detail
