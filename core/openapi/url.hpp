// URLs of documents and services: taken apart, resolved (RFC 3986 section 5), joined.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace stepgate::openapi {

/// An absolute http or https URL. `path` is never empty; user information is dropped.
struct Url {
  std::string scheme;  ///< lower case
  std::string host;    ///< lower case; IPv6 in brackets
  std::string port;    ///< empty: the scheme's
  std::string path = "/";
  std::string query;  ///< without the question mark

  std::string origin() const;
  std::string text() const;
  /// The path up to and with its last slash.
  std::string folder() const;
};

/// Nothing when it is not an absolute http(s) URL with a host.
std::optional<Url> parse_url(std::string_view text);
/// `reference` seen from `base`, dot segments resolved; a fragment is dropped. Nothing when its
/// scheme is neither http nor https.
std::optional<Url> resolve_url(const Url& base, std::string_view reference);
/// `base` without its trailing slashes, then `path`, which begins with one.
std::string join_url(std::string_view base, std::string_view path);

}  // namespace stepgate::openapi
