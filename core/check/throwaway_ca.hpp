// A certificate authority for one check, and a server certificate of it: some services call back
// over TLS only.
#pragma once
#include <string>
#include <vector>

namespace stepgate::check {

struct ThrowawayCa {
  std::string ca_file;      ///< PEM: what the service has to trust
  std::string server_file;  ///< PEM: certificate and key of the callback listener
};

/// Files in `directory`. `names`: host names and addresses of the callback URL. The authority's key
/// is never written and signs nothing else. Throws Error (internal, CERTIFICATE_NOT_MADE).
ThrowawayCa make_throwaway_ca(const std::string& directory, const std::vector<std::string>& names);

}  // namespace stepgate::check
