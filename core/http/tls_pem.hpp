// Certificates of one service, as PEM text: a CA that is trusted beside the system's, and the
// client's own.
#pragma once
#include <memory>
#include <string>

namespace stepgate::http {

/// Never changed once made, so that it can be shared by calls and connections.
struct TlsPem {
  std::string ca;    ///< one certificate or several; empty: the system's only
  std::string cert;  ///< the client's own chain, leaf first; empty: none
  std::string key;   ///< of `cert`, without a passphrase
  std::string id;    ///< tells contents apart (a digest)
};
using TlsPemRef = std::shared_ptr<const TlsPem>;

/// Null when all are empty. Throws Error (invalid): CA_INVALID, CLIENT_CERTIFICATE_INVALID.
TlsPemRef make_tls_pem(const std::string& ca, const std::string& cert, const std::string& key);
/// The same without the client's certificate, for another host (a redirect).
TlsPemRef without_client(const TlsPemRef& pem);

}  // namespace stepgate::http
