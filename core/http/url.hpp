// http and https URLs: parsed once, kept in one spelling, joined as docs/protocol.md section 1
// wants it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stepgate::http {

/// An absolute http(s) URL. Fragments are dropped; user names and passwords in a URL are refused.
struct Url {
  std::string scheme;      ///< "http" or "https"
  std::string host;        ///< lower case; an IPv6 address without brackets
  std::uint16_t port = 0;  ///< never 0; the scheme's own when none was given
  std::string path;        ///< percent-encoded, starts with "/", holds no dot segments
  std::string query;       ///< percent-encoded, without the "?"
  bool has_query = false;

  /// Spaces and characters outside ASCII are encoded; what cannot be a URL gives nothing and says
  /// why.
  static std::optional<Url> parse(std::string_view text, std::string* why = nullptr);
  /// As parse; throws Error (invalid, BAD_URL) about `subject`.
  static Url require(std::string_view text, std::string_view subject);

  bool secure() const noexcept { return scheme == "https"; }
  bool default_port() const noexcept { return port == (secure() ? 443 : 80); }
  std::string authority() const;  ///< "host" or "host:port", IPv6 in brackets: the Host header
  std::string origin() const;     ///< "https://host[:port]"
  std::string target() const;     ///< path and query: what the request line carries
  std::string str() const;
  bool same_origin(const Url& other) const noexcept;
  /// localhost, *.localhost, 127.0.0.0/8, ::1: the host's words, no name is looked up.
  bool is_loopback() const noexcept;
};

/// A reference (RFC 3986 section 5) found in a document read from `base`.
std::optional<Url> resolve(const Url& base, std::string_view reference, std::string* why = nullptr);
/// The folder of a document: "https://a/b/openapi.json" gives "https://a/b/".
Url folder_of(const Url& document);
/// `endpoint` below `base`, without a double or a trailing slash; the query of `base` stays.
Url join_path(const Url& base, std::string_view endpoint);
/// Appends name=value, both percent-encoded.
Url with_query(const Url& url, std::string_view name, std::string_view value);

/// Nothing when an escape is malformed.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

}  // namespace stepgate::http
