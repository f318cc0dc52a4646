// How a service is reached beyond its credentials: certificates, and the name its key travels
// under.
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "cli/failure.hpp"
#include "cli/verbs/service_parts.hpp"

namespace stepgate::cli {
namespace {

constexpr std::size_t kLongestPem = 1u << 20;

/// The text of a PEM file; null for an empty name, which takes back what was given before.
Json pem_of(const Session& session, const std::string& flag) {
  const auto path = session.value(flag);
  if (path.empty()) return {};
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Failure::usage("--" + flag, path + " can't be read: " + std::strerror(errno),
                         "Name a PEM file.");
  std::string text(kLongestPem + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kLongestPem || text.find("-----BEGIN ") == std::string::npos)
    throw Failure::usage("--" + flag, path + " is no PEM file of at most 1 MB",
                         "It begins with -----BEGIN CERTIFICATE----- or the like.");
  return text;
}

}  // namespace

std::vector<Flag> access_flags() {
  std::vector<Flag> flags = {
      {"credential-name", "NAME", "the key's header or query parameter, over the document's"},
      {"ca", "FILE", "PEM: an authority to trust for this service"},
      {"client-cert", "FILE", "PEM: the certificate to show to the service"},
      {"client-key", "FILE", "PEM: its private key, without a passphrase"}};
  for (std::size_t i = 1; i < flags.size(); ++i) flags[i].file = true;
  return flags;
}

void add_access(const Session& session, Json& request) {
  Json tls;
  for (const auto& [flag, member] :
       {std::pair{"ca", "ca"}, {"client-cert", "clientCertificate"}, {"client-key", "clientKey"}})
    if (session.has(flag)) tls.set(member, pem_of(session, flag));
  if (!tls.is_null()) request.set("tls", tls);
  if (!session.has("credential-name")) return;
  const auto name = session.value("credential-name");
  request.set("credentialParameter", name.empty() ? Json() : Json(name));
}

}  // namespace stepgate::cli
