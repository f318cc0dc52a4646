#include "http/tls_pem.hpp"

#include <openssl/ssl.h>

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "http/detail/tls_text.hpp"

namespace stepgate::http {
namespace {

std::string digest_of(const TlsPem& pem) {
  std::string all;
  for (const auto* part : {&pem.ca, &pem.cert, &pem.key})
    all += std::to_string(part->size()) + ":" + *part;
  return sha256_hex(all);
}

}  // namespace

TlsPemRef make_tls_pem(const std::string& ca, const std::string& cert, const std::string& key) {
  if (ca.empty() && cert.empty() && key.empty()) return nullptr;
  auto pem = std::make_shared<TlsPem>(TlsPem{ca, cert, key, {}});
  pem->id = digest_of(*pem);
  // Tried here, so that a bad one is refused when it is given and not in the middle of a run.
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> trial(SSL_CTX_new(TLS_client_method()),
                                                                &SSL_CTX_free);
  if (!trial) throw Error(ErrorKind::internal, "CRYPTO_FAILED", "TLS", "no context can be made");
  detail::use_pem(trial.get(), *pem);
  return pem;
}

TlsPemRef without_client(const TlsPemRef& pem) {
  if (!pem || pem->cert.empty()) return pem;
  if (pem->ca.empty()) return nullptr;
  auto rest = std::make_shared<TlsPem>(TlsPem{pem->ca, {}, {}, {}});
  rest->id = digest_of(*rest);
  return rest;
}

}  // namespace stepgate::http
