#include "openapi/security.hpp"

#include <optional>
#include <vector>

#include "base/error.hpp"
#include "base/scalar_text.hpp"
#include "openapi/scheme.hpp"

namespace stepgate::openapi {
namespace {

/// What was found on the way to the first entry that can be served.
struct Search {
  std::optional<Json> scheme;
  bool empty_entry = false;
  std::vector<std::string> refusals;
  std::size_t ignored = 0;
};

void undefined(const std::string& name, std::size_t index, Findings& findings) {
  findings.warn({"SECURITY_UNDEFINED", "/security/" + std::to_string(index),
                 "the scheme `" + name + "` is not defined; the entry is ignored",
                 "Define it below components.securitySchemes."});
}

void look_at(const Json& entry, std::size_t index, const SchemeReader& reader, Search& search,
             Findings& findings) {
  const auto& members = entry.members();
  if (members.empty()) {
    search.empty_entry = search.empty_entry || entry.is_object();
    return;
  }
  if (members.size() > 1) {
    search.refusals.push_back("entry " + std::to_string(index + 1) +
                              " asks for several schemes at once");
    return;
  }
  const auto& [name, scopes] = members.front();
  if (!reader.defines(name)) return undefined(name, index, findings);
  SchemeResult result = reader.read(name, scopes);
  if (result.refusal.empty()) {
    search.scheme = std::move(result.scheme);
  } else {
    search.refusals.push_back(std::move(result.refusal));
  }
}

Search search_entries(const Json& security, const SchemeReader& reader, Findings& findings) {
  Search search;
  if (security.is_object()) {
    findings.warn({"SECURITY_NOT_A_LIST", "/security",
                   "`security` is an object; it is read as its entry",
                   "Make `security` a list with one entry for each scheme."});
    look_at(security, 0, reader, search, findings);
    return search;
  }
  const auto& entries = security.items();
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (search.scheme) {
      ++search.ignored;
    } else {
      look_at(entries[i], i, reader, search, findings);
    }
  }
  return search;
}

void report_ignored(const Search& search, Findings& findings) {
  for (const std::string& reason : search.refusals) {
    findings.warn({"SECURITY_IGNORED", "/security", reason + "; another entry is used", ""});
  }
  if (search.ignored > 0) {
    findings.warn(
        {"SECURITY_IGNORED", "/security",
         "only the first scheme counts; " + std::to_string(search.ignored) + " more are ignored",
         ""});
  }
}

Json none(const std::string& why, Findings& findings) {
  findings.marketo_refuses(
      {"SECURITY_NONE", "/security", why, "Confirm that the service really needs no credentials."});
  return Json::object({{"name", ""}, {"kind", "none"}});
}

}  // namespace

Json read_security(const Json& root, const Url& document, std::string_view base_url,
                   bool accept_none, References& references, Findings& findings) {
  const SchemeReader reader(root, document, base_url, references, findings);
  Search search = search_entries(root["security"], reader, findings);
  if (search.scheme) {
    report_ignored(search, findings);
    return std::move(*search.scheme);
  }
  if (search.empty_entry) return none("the document says that no credentials are needed", findings);
  if (accept_none) return none("no credentials are sent, as the admin wishes", findings);
  if (!search.refusals.empty()) {
    throw Error(
        ErrorKind::invalid, "SECURITY_UNSUPPORTED", document.text(),
        "the security scheme can't be served: " + join(search.refusals, "; "),
        "Offer an apiKey (header or query), http basic or oauth2 clientCredentials scheme.");
  }
  throw Error(
      ErrorKind::invalid, "SECURITY_MISSING", document.text(),
      "the document's root `security` names no scheme that is defined",
      "Add `security` with a scheme from components.securitySchemes, or say that the service needs "
      "no credentials.");
}

}  // namespace stepgate::openapi
