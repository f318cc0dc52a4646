// OpenSSL's own socket BIO writes without MSG_NOSIGNAL: a peer that closed would kill a process
// that does not ignore SIGPIPE.
#pragma once
#include <openssl/bio.h>

namespace stepgate::http::detail {

/// A BIO over a non-blocking socket that it does not own. Never null; throws Error when memory is
/// out.
BIO* new_socket_bio(int fd);

}  // namespace stepgate::http::detail
