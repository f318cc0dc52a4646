#include "openapi/servers.hpp"

#include "base/error.hpp"
#include "base/scalar_text.hpp"
#include "base/text.hpp"

namespace stepgate::openapi {
namespace {

constexpr std::string_view kWhere = "/servers/0/url";

/// `{name}` becomes the variable's default.
std::string with_defaults(const std::string& url, const Json& variables, Findings& findings) {
  std::string out;
  std::size_t at = 0;
  while (at < url.size()) {
    const std::size_t open = url.find('{', at);
    const std::size_t close = open == std::string::npos ? open : url.find('}', open);
    if (close == std::string::npos) break;
    const std::string name = url.substr(open + 1, close - open - 1);
    const std::string value = scalar_text(variables[name]["default"]);
    if (value.empty()) {
      findings.warn({"SERVER_VARIABLE_UNSET", std::string(kWhere),
                     "the variable {" + name + "} has no default; it is taken as empty",
                     "Give servers[0].variables." + name + " a default."});
    }
    out += url.substr(at, open - at) + value;
    at = close + 1;
  }
  return out + url.substr(at);
}

void upgrade_scheme(const Url& document, Url& base, Findings& findings) {
  if (document.scheme != "https" || base.scheme != "http" || base.host != document.host) return;
  findings.warn(
      {"SERVER_URL_UPGRADED", std::string(kWhere),
       "the server is named with http, but its document was read over https from the same "
       "host; https is used",
       "Write the server's URL with https."});
  base.scheme = "https";
  if (base.port == "443") base.port.clear();
}

}  // namespace

std::string read_base_url(const Json& root, const Url& document, Findings& findings) {
  const Json& servers = root["servers"];
  if (servers.size() > 1) {
    findings.note({"SERVERS_IGNORED", "/servers", "only the first server counts", ""});
  }
  const Json& first = servers.at(0);
  const std::string given = scalar_text(first["url"], 8192);
  const std::string reference = with_defaults(given, first["variables"], findings);
  auto base = resolve_url(document, reference);
  if (!base) {
    throw Error(
        ErrorKind::invalid, "SERVER_URL_INVALID", document.text(),
        "servers[0].url is not an http or https URL: " + std::string(cut_utf8(reference, 200)),
        "Correct the first entry of servers.");
  }
  if (reference.empty()) base->path = base->folder();
  if (!reference.empty() && !base->query.empty()) {
    findings.warn({"SERVER_QUERY_IGNORED", std::string(kWhere),
                   "the server's URL has a query, which paths can't be joined to; it is ignored",
                   ""});
  }
  base->query.clear();
  upgrade_scheme(document, *base, findings);
  return join_url(base->text(), "");
}

}  // namespace stepgate::openapi
