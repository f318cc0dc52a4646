// Certificates made on the spot: a CA and servers signed by it, as PEM files in a temporary folder.
#pragma once
#include <string>

namespace stepgate::http::test {

struct Certificate {
  std::string cert_file, key_file;
};

class CertificateFolder {
 public:
  CertificateFolder();
  ~CertificateFolder();
  CertificateFolder(const CertificateFolder&) = delete;
  CertificateFolder& operator=(const CertificateFolder&) = delete;

  /// A self-signed authority.
  Certificate authority(const std::string& name);
  /// `names` in OpenSSL's notation: "DNS:localhost,IP:127.0.0.1". Valid from yesterday for `days`;
  /// negative: expired.
  Certificate server(const std::string& name, const std::string& names, const Certificate& signer,
                     int days = 30);
  /// A file with that text.
  std::string file(const std::string& name, const std::string& text);

 private:
  std::string folder_;
};

}  // namespace stepgate::http::test
