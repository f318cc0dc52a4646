#include "http/url.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "base/error.hpp"
#include "base/text.hpp"
#include "http/detail/url_text.hpp"

namespace stepgate::http {
namespace {

bool fail(std::string* why, std::string text) {
  if (why != nullptr) *why = std::move(text);
  return false;
}

bool is_ipv6(const std::string& host) {
  in6_addr address{};
  return inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

bool is_name(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

bool parse_port(std::string_view text, Url& url, std::string* why) {
  if (text.empty()) return true;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value == 0 || value > 65535)
    return fail(why, "the port is not a number from 1 to 65535");
  url.port = static_cast<std::uint16_t>(value);
  return true;
}

bool parse_authority(std::string_view text, Url& url, std::string* why) {
  if (text.find('@') != std::string_view::npos)
    return fail(why, "it holds a user name or password, which a URL must not carry");
  if (text.starts_with('[')) {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return fail(why, "the IPv6 address is not closed by ]");
    url.host = to_lower(text.substr(1, close - 1));
    if (!is_ipv6(url.host)) return fail(why, "the text in brackets is not an IPv6 address");
    text.remove_prefix(close + 1);
    if (text.empty()) return true;
    return text[0] == ':' ? parse_port(text.substr(1), url, why)
                          : fail(why, "only a port may follow the IPv6 address");
  }
  const auto colon = text.find(':');
  url.host = to_lower(text.substr(0, colon));
  if (url.host.empty()) return fail(why, "it names no host");
  if (!is_name(url.host))
    return fail(why, "the host name has characters other than letters, digits, dot and hyphen");
  return colon == std::string_view::npos || parse_port(text.substr(colon + 1), url, why);
}

bool parse_rest(std::string_view rest, Url& url, std::string* why) {
  const auto mark = rest.find('?');
  const auto path = detail::encode_loose(rest.substr(0, mark), "/");
  if (!path) return fail(why, "the path holds control characters");
  url.path = detail::remove_dot_segments(path->empty() ? "/" : *path);
  if (mark == std::string_view::npos) return true;
  const auto query = detail::encode_loose(rest.substr(mark + 1), "/?");
  if (!query) return fail(why, "the query holds control characters");
  url.query = *query;
  url.has_query = true;
  return true;
}

bool parse_into(std::string_view text, Url& url, std::string* why) {
  text = trim(text);
  if (text.size() > 8192) return fail(why, "it is longer than 8192 characters");
  const auto scheme = detail::scheme_length(text);
  if (scheme == 0) return fail(why, "it does not start with http:// or https://");
  url.scheme = to_lower(text.substr(0, scheme - 1));
  if (url.scheme != "http" && url.scheme != "https")
    return fail(why, "its scheme is " + url.scheme + ", not http or https");
  text.remove_prefix(scheme);
  if (!text.starts_with("//")) return fail(why, "// is missing after " + url.scheme + ":");
  text.remove_prefix(2);
  text = text.substr(0, text.find('#'));
  const auto end = std::min(text.find_first_of("/?"), text.size());
  url.port = url.secure() ? 443 : 80;
  return parse_authority(text.substr(0, end), url, why) && parse_rest(text.substr(end), url, why);
}

}  // namespace

std::optional<Url> Url::parse(std::string_view text, std::string* why) {
  Url url;
  if (!parse_into(text, url, why)) return std::nullopt;
  return url;
}

Url Url::require(std::string_view text, std::string_view subject) {
  std::string why;
  if (auto url = parse(text, &why)) return *std::move(url);
  throw Error(ErrorKind::invalid, "BAD_URL", std::string(subject),
              "\"" + to_valid_utf8(cut_utf8(text, 200)) + "\" is not a URL: " + why,
              "Give a whole URL such as https://host/path");
}

std::string Url::authority() const {
  std::string text = host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (!default_port()) text += ":" + std::to_string(port);
  return text;
}

std::string Url::origin() const { return scheme + "://" + authority(); }

std::string Url::target() const { return has_query ? path + "?" + query : path; }

std::string Url::str() const { return origin() + target(); }

bool Url::same_origin(const Url& other) const noexcept {
  return scheme == other.scheme && host == other.host && port == other.port;
}

bool Url::is_loopback() const noexcept {
  if (host == "localhost" || host.ends_with(".localhost")) return true;
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  if (inet_pton(AF_INET6, host.c_str(), &v6) != 1) return false;
  return IN6_IS_ADDR_LOOPBACK(&v6) || (IN6_IS_ADDR_V4MAPPED(&v6) && v6.s6_addr[12] == 127);
}

}  // namespace stepgate::http
