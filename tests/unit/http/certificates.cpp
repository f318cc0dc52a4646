#include "certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <stdexcept>

namespace stepgate::http::test {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* value) const {
    Free(value);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Cert = std::unique_ptr<X509, Freed<X509_free>>;
using File = std::unique_ptr<std::FILE, Freed<std::fclose>>;

File open(const std::string& path, const char* mode) {
  File file(std::fopen(path.c_str(), mode));
  if (!file) throw std::runtime_error("cannot open " + path);
  return file;
}

void add_extension(X509* cert, X509* issuer, int id, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, cert, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
  if (extension == nullptr) throw std::runtime_error("bad extension " + value);
  X509_add_ext(cert, extension, -1);
  X509_EXTENSION_free(extension);
}

Cert make(const std::string& name, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key, int days,
          const std::function<void(X509*, X509*)>& extend) {
  Cert cert(X509_new());
  X509_set_version(cert.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), std::rand());
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), -24L * 3600 * (days < 0 ? 10 : 1));
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), 24L * 3600 * days);
  X509_set_pubkey(cert.get(), key);
  auto* subject = X509_get_subject_name(cert.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  auto* signer = issuer != nullptr ? issuer : cert.get();
  X509_set_issuer_name(cert.get(), X509_get_subject_name(signer));
  extend(cert.get(), signer);
  X509_sign(cert.get(), issuer_key != nullptr ? issuer_key : key, EVP_sha256());
  return cert;
}

Certificate save(const std::string& base, X509* cert, EVP_PKEY* key) {
  Certificate out{base + ".pem", base + ".key"};
  PEM_write_X509(open(out.cert_file, "w").get(), cert);
  PEM_write_PrivateKey(open(out.key_file, "w").get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return out;
}

}  // namespace

CertificateFolder::CertificateFolder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "stepgate-certs-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  folder_ = pattern;
}

CertificateFolder::~CertificateFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Certificate CertificateFolder::authority(const std::string& name) {
  const Key key(EVP_EC_gen("P-256"));
  const auto cert = make(name, key.get(), nullptr, nullptr, 30, [](X509* own, X509* issuer) {
    add_extension(own, issuer, NID_basic_constraints, "critical,CA:TRUE");
    add_extension(own, issuer, NID_key_usage, "critical,keyCertSign");
  });
  return save(folder_ + "/" + name, cert.get(), key.get());
}

Certificate CertificateFolder::server(const std::string& name, const std::string& names,
                                      const Certificate& signer, int days) {
  const Key key(EVP_EC_gen("P-256"));
  const Cert issuer(PEM_read_X509(open(signer.cert_file, "r").get(), nullptr, nullptr, nullptr));
  const Key issuer_key(
      PEM_read_PrivateKey(open(signer.key_file, "r").get(), nullptr, nullptr, nullptr));
  const auto cert =
      make(name, key.get(), issuer.get(), issuer_key.get(), days,
           [&](X509* own, X509* by) { add_extension(own, by, NID_subject_alt_name, names); });
  return save(folder_ + "/" + name, cert.get(), key.get());
}

std::string CertificateFolder::file(const std::string& name, const std::string& text) {
  auto path = folder_ + "/" + name;
  std::ofstream(path) << text;
  return path;
}

}  // namespace stepgate::http::test
