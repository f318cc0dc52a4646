#include "openapi/document.hpp"

#include "base/error.hpp"
#include "base/scalar_text.hpp"
#include "base/text.hpp"
#include "openapi/sources.hpp"

namespace stepgate::openapi {
namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";

Error unreadable(std::string_view subject, const std::string& why) {
  return Error(ErrorKind::malformed, "DOCUMENT_UNREADABLE", std::string(subject),
               "the document can't be read: " + why,
               "Give the URL of an OpenAPI 3.0 document in JSON or YAML.");
}

Error not_openapi(std::string_view subject, const std::string& why) {
  return Error(
      ErrorKind::invalid, "NOT_OPENAPI", std::string(subject),
      "this is not an OpenAPI document: " + why,
      "Give the URL of the service's OpenAPI 3.0 document, not of the service or a page about it.");
}

/// The first byte that says something: white space and `#` lines mean nothing in either syntax.
char first_mark(std::string_view text) {
  bool in_comment = false;
  for (const char c : text) {
    if (c == '\n') in_comment = false;
    if (in_comment || c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (c != '#') return c;
    in_comment = true;
  }
  return '\0';
}

bool is_utf16(std::string_view text) {
  return text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF";
}

/// Reads with findings of its own, which count only when the attempt succeeds.
template <class Read>
Json attempt(Findings& findings, Read read) {
  Findings seen = findings;
  Json root = read(seen);
  findings = std::move(seen);
  return root;
}

Json read_with_comments(std::string_view text, const TreeLimits& limits, Findings& findings) {
  Json root = read_json_text(text, true, limits, findings);
  findings.marketo_refuses({"JSON_COMMENTS", "",
                            "the JSON holds comments, which JSON does not allow",
                            "Remove the lines that begin with #."});
  return root;
}

/// A YAML document may begin with a brace too. When it is none either, the JSON error is the one to
/// tell.
Json read_as_yaml(std::string_view text, const TreeLimits& limits, Findings& findings,
                  const Unreadable& as_json) {
  try {
    Json root = attempt(findings, [&](Findings& f) { return read_yaml_text(text, limits, f); });
    findings.warn({"READ_AS_YAML", "",
                   "it begins like JSON, but " + as_json.why + "; it is read as YAML",
                   "Mend the JSON, if it is meant to be JSON."});
    return root;
  } catch (const Unreadable&) {
    throw as_json;
  }
}

Json read_braced(std::string_view text, const TreeLimits& limits, Findings& findings) {
  try {
    return attempt(findings, [&](Findings& f) { return read_json_text(text, false, limits, f); });
  } catch (const Unreadable& reason) {
    if (reason.bound) throw;
  }
  try {
    return attempt(findings, [&](Findings& f) { return read_with_comments(text, limits, f); });
  } catch (const Unreadable& as_json) {
    return read_as_yaml(text, limits, findings, as_json);
  }
}

Json read_either(std::string_view text, const TreeLimits& limits, Findings& findings) {
  if (first_mark(text) == '{') return read_braced(text, limits, findings);
  return read_yaml_text(text, limits, findings);
}

}  // namespace

Json read_document(std::string_view text, std::string_view subject, Findings& findings,
                   const TreeLimits& limits) {
  if (text.size() > limits.max_bytes) {
    throw unreadable(subject, "it is longer than " + std::to_string(limits.max_bytes) + " bytes");
  }
  if (is_utf16(text)) throw unreadable(subject, "it is UTF-16; only UTF-8 is read");
  if (text.substr(0, kBom.size()) == kBom) text.remove_prefix(kBom.size());
  const char mark = first_mark(text);
  if (mark == '\0') throw unreadable(subject, "it is empty");
  if (mark == '<') throw not_openapi(subject, "it looks like a page of HTML or XML");
  try {
    return read_either(text, limits, findings);
  } catch (const Unreadable& reason) {
    throw unreadable(subject, reason.why);
  }
}

void check_version(const Json& root, std::string_view subject, Findings& findings) {
  if (!root.is_object()) throw not_openapi(subject, "it holds no object");
  const auto unsupported = [&](const std::string& what) {
    return Error(ErrorKind::invalid, "OPENAPI_VERSION_UNSUPPORTED", std::string(subject),
                 "the document is " + what + ", which can't be installed",
                 "Convert it to OpenAPI 3.0.");
  };
  if (root.has("swagger")) throw unsupported("Swagger " + scalar_text(root["swagger"], 20));
  const std::string version = scalar_text(root["openapi"], 20);
  if (version.empty()) throw not_openapi(subject, "it has no member `openapi` with a version");
  if (version == "3.0" || version.starts_with("3.0.")) return;
  if (version != "3.1" && !version.starts_with("3.1.")) throw unsupported("OpenAPI " + version);
  findings.marketo_refuses({"OPENAPI_3_1", "/openapi",
                            "the document says OpenAPI " + version + "; it is read as 3.0",
                            "Publish it as OpenAPI 3.0.3."});
}

}  // namespace stepgate::openapi
