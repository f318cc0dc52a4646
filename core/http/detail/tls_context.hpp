// TLS contexts: client ones are made once per set of files and shared; at least TLS 1.2, system
// CAs, strict verification.
#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/tls_pem.hpp"

struct ssl_ctx_st;

namespace stepgate::http::detail {

/// What a client context is made of. Empty file names are left out.
struct TlsIdentity {
  std::string ca_file;    ///< trusted beside the system's CAs
  std::string cert_file;  ///< the client's own certificate chain
  std::string key_file;   ///< in cert_file when empty
  TlsPemRef pem = {};     ///< beside the files

  std::string key() const;  ///< tells identities apart in the pool of connections
};

using TlsContext = std::shared_ptr<ssl_ctx_st>;

/// Thread safe. A file that changed on disk (size, time) gives a new context; connections keep
/// theirs.
class TlsContexts {
 public:
  /// Throws Error (invalid, TLS_FILE_UNREADABLE) that names the files.
  TlsContext client(const TlsIdentity& identity);

 private:
  struct Entry {
    std::string stamp;
    TlsContext context;
  };
  std::mutex mutex_;
  std::vector<Entry> entries_;  // guarded by mutex_; most recently made last, bounded
};

/// Throws Error (invalid, TLS_FILE_UNREADABLE).
TlsContext server_context(const std::string& cert_file, const std::string& key_file);

}  // namespace stepgate::http::detail
