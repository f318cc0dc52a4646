#include "check/throwaway_ca.hpp"

#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <memory>

#include "base/error.hpp"

namespace stepgate::check {
namespace {

constexpr long kGoodFor = 24 * 60 * 60;  ///< seconds; a check waits for at most a day
constexpr long kClockSkew = 60 * 60;

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* held) const noexcept {
    Free(held);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;

[[noreturn]] void broken(const char* what) {
  throw Error(ErrorKind::internal, "CERTIFICATE_NOT_MADE", "--tls", what,
              "Run the check without --tls.");
}

Key make_key() {
  Key key(EVP_EC_gen("P-256"));
  if (!key) broken("no key could be made");
  return key;
}

void extend(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1)
    broken("an extension of the certificate could not be made");
}

void set_serial(X509* certificate) {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) broken("no random number could be made");
  bytes[0] &= 0x7F;
  const std::unique_ptr<BIGNUM, Freed<BN_free>> number(BN_bin2bn(bytes, sizeof bytes, nullptr));
  if (!number || !BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)))
    broken("no serial number could be made");
}

Certificate make_certificate(const char* name, EVP_PKEY* key) {
  Certificate certificate(X509_new());
  if (!certificate) broken("no certificate could be made");
  X509_set_version(certificate.get(), 2);
  set_serial(certificate.get());
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kClockSkew);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kGoodFor);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* key) {
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  if (X509_sign(certificate, key, EVP_sha256()) == 0) broken("the certificate could not be signed");
}

std::string alternative_names(const std::vector<std::string>& names) {
  std::string text = "DNS:localhost,IP:127.0.0.1,IP:::1";
  for (const auto& name : names) {
    unsigned char address[16];
    const bool ip = ::inet_pton(AF_INET, name.c_str(), address) == 1 ||
                    ::inet_pton(AF_INET6, name.c_str(), address) == 1;
    // A comma would begin another entry.
    if (!name.empty() && name.find_first_of(",\\ ") == std::string::npos)
      text += (ip ? ",IP:" : ",DNS:") + name;
  }
  return text;
}

void write(const std::string& file, X509* certificate, EVP_PKEY* key) {
  const auto before = ::umask(0077);
  const std::unique_ptr<BIO, Freed<BIO_free_all>> out(BIO_new_file(file.c_str(), "w"));
  ::umask(before);
  const bool written = out && PEM_write_bio_X509(out.get(), certificate) == 1 &&
                       (key == nullptr || PEM_write_bio_PrivateKey(out.get(), key, nullptr, nullptr,
                                                                   0, nullptr, nullptr) == 1);
  if (!written) broken("the certificate could not be written");
}

}  // namespace

ThrowawayCa make_throwaway_ca(const std::string& directory, const std::vector<std::string>& names) {
  const auto ca_key = make_key(), server_key = make_key();
  const auto ca = make_certificate("Stepgate check: throw-away authority", ca_key.get());
  extend(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  extend(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
  sign(ca.get(), ca.get(), ca_key.get());
  const auto server = make_certificate("Stepgate check", server_key.get());
  extend(server.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE");
  extend(server.get(), ca.get(), NID_ext_key_usage, "serverAuth");
  extend(server.get(), ca.get(), NID_subject_alt_name, alternative_names(names));
  extend(server.get(), ca.get(), NID_authority_key_identifier, "keyid");
  sign(server.get(), ca.get(), ca_key.get());
  ThrowawayCa made{directory + "/ca.pem", directory + "/server.pem"};
  write(made.ca_file, ca.get(), nullptr);
  write(made.server_file, server.get(), server_key.get());
  return made;
}

}  // namespace stepgate::check
