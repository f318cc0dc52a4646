#include "openapi/discovery.hpp"

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "openapi/document.hpp"
#include "openapi/info.hpp"
#include "openapi/marketo.hpp"
#include "openapi/paths.hpp"
#include "openapi/security.hpp"
#include "openapi/servers.hpp"

namespace stepgate::openapi {

Url require_document_url(std::string_view url) {
  if (auto parsed = parse_url(url)) return *std::move(parsed);
  throw Error(ErrorKind::invalid, "URL_INVALID", std::string(url),
              "this is not an http or https URL",
              "Give the full URL of the service's OpenAPI document.");
}

Json discover(std::string_view text, std::string_view url, const DiscoveryWish& wish) {
  const auto document_url = require_document_url(url);
  Findings findings;
  const Json root = read_document(text, url, findings);
  check_version(root, url, findings);
  References references(root, findings);
  Json discovery = Json::object({{"kind", "openapi"}, {"url", document_url.text()}});
  read_info(root, discovery, findings);
  const Json paths = read_paths(root, url);
  const std::string base_url = read_base_url(root, document_url, findings);
  discovery.set("baseUrl", base_url);
  discovery.set("security", read_security(root, document_url, base_url, wish.accept_no_security,
                                          references, findings));
  discovery.set("paths", paths);
  check_marketo_rules(root, references, findings);
  discovery.set("documentSha256", sha256_hex(text));
  discovery.set("findings", findings.take());
  return discovery;
}

}  // namespace stepgate::openapi
