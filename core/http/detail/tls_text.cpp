#include "http/detail/tls_text.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <limits>
#include <vector>

#include "base/error.hpp"

namespace stepgate::http::detail {
namespace {

constexpr std::size_t kMaxPemBytes = 1u << 20;
constexpr std::size_t kMaxCertificates = 500;

template <auto kFree>
struct Freed {
  template <class T>
  void operator()(T* one) const noexcept {
    kFree(one);
  }
};
using Bio = std::unique_ptr<BIO, Freed<&BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Freed<&X509_free>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Freed<&EVP_PKEY_free>>;

[[noreturn]] void refuse(const char* code, const char* subject, const std::string& fact) {
  const auto number = ERR_peek_last_error();
  const char* reason = number != 0 ? ERR_reason_error_string(number) : nullptr;
  ERR_clear_error();
  throw Error(ErrorKind::invalid, code, subject, fact, "Give PEM text (BEGIN CERTIFICATE ...).",
              reason != nullptr ? reason : "");
}

Bio open(const std::string& text, const char* code, const char* subject) {
  if (text.size() > kMaxPemBytes) refuse(code, subject, "is longer than 1 MB");
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// Nobody is asked for a passphrase.
int no_passphrase(char*, int, int, void*) { return 0; }

std::vector<Certificate> read_chain(const std::string& text, const char* code,
                                    const char* subject) {
  const auto bio = open(text, code, subject);
  std::vector<Certificate> chain;
  ERR_clear_error();
  while (X509* one = PEM_read_bio_X509(bio.get(), nullptr, &no_passphrase, nullptr)) {
    chain.emplace_back(one);
    if (chain.size() > kMaxCertificates) refuse(code, subject, "holds too many certificates");
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  if (chain.empty()) refuse(code, subject, "holds no certificate");
  if (!at_end) refuse(code, subject, "holds a certificate that can't be read");
  ERR_clear_error();
  return chain;
}

void trust(SSL_CTX* context, const std::string& ca) {
  X509_STORE* store = SSL_CTX_get_cert_store(context);
  for (const auto& one : read_chain(ca, "CA_INVALID", "CA"))
    if (X509_STORE_add_cert(store, one.get()) != 1) refuse("CA_INVALID", "CA", "can't be used");
  // A certificate that was given by hand is trusted, also when it is no root.
  X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);
}

void present(SSL_CTX* context, const TlsPem& pem) {
  constexpr const char* kCode = "CLIENT_CERTIFICATE_INVALID";
  constexpr const char* kSubject = "client certificate";
  const auto chain = read_chain(pem.cert, kCode, kSubject);
  if (SSL_CTX_use_certificate(context, chain.front().get()) != 1)
    refuse(kCode, kSubject, "can't be used");
  for (std::size_t i = 1; i < chain.size(); ++i)
    if (SSL_CTX_add1_chain_cert(context, chain[i].get()) != 1)
      refuse(kCode, kSubject, "has a chain that can't be used");
  const auto& text = pem.key.empty() ? pem.cert : pem.key;
  const auto bio = open(text, kCode, kSubject);
  const PrivateKey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, &no_passphrase, nullptr));
  if (!key) refuse(kCode, kSubject, "has no private key that can be read without a passphrase");
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
    refuse(kCode, kSubject, "does not belong to its private key");
}

}  // namespace

void use_pem(SSL_CTX* context, const TlsPem& pem) {
  if (!pem.ca.empty()) trust(context, pem.ca);
  if (!pem.cert.empty()) {
    present(context, pem);
  } else if (!pem.key.empty()) {
    refuse("CLIENT_CERTIFICATE_INVALID", "client certificate", "is missing beside its key");
  }
}

}  // namespace stepgate::http::detail
