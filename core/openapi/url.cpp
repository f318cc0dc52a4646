#include "openapi/url.hpp"

#include <algorithm>
#include <vector>

#include "base/text.hpp"

namespace stepgate::openapi {
namespace {

constexpr std::size_t kLongest = 8192;

bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The scheme of an absolute reference, or empty.
std::string_view scheme_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_alpha(text[0])) return {};
  for (const char c : text.substr(0, colon)) {
    if (!is_alpha(c) && (c < '0' || c > '9') && c != '+' && c != '-' && c != '.') return {};
  }
  return text.substr(0, colon);
}

bool has_odd_bytes(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '\\' || c == '"' ||
           c == '<' || c == '>';
  });
}

bool take_host_and_port(std::string_view authority, Url& url) {
  const std::size_t at = authority.rfind('@');
  if (at != std::string_view::npos) authority.remove_prefix(at + 1);
  std::size_t colon = authority.rfind(':');
  if (!authority.empty() && authority.front() == '[') {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return false;
    colon = close + 1 < authority.size() ? close + 1 : std::string_view::npos;
    if (colon != std::string_view::npos && authority[colon] != ':') return false;
  }
  url.host = to_lower(authority.substr(0, colon));
  if (colon != std::string_view::npos) url.port = authority.substr(colon + 1);
  if (url.port.size() > 5 || url.port.find_first_not_of("0123456789") != std::string::npos) {
    return false;
  }
  const bool implied = url.port == (url.scheme == "https" ? "443" : "80");
  if (implied) url.port.clear();
  return !url.host.empty();
}

std::string without_dots(std::string_view path) {
  std::vector<std::string> kept;
  const std::vector<std::string> steps = split(path.substr(1), '/');
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool last = i + 1 == steps.size();
    if (steps[i] == ".." && !kept.empty()) kept.pop_back();
    const bool dots = steps[i] == "." || steps[i] == "..";
    if (!dots) kept.push_back(steps[i]);
    if (dots && last) kept.emplace_back();
  }
  return '/' + join(kept, "/");
}

/// Path and query of a reference whose authority is settled.
void take_path(std::string_view text, Url& url) {
  const std::size_t question = text.find('?');
  if (question != std::string_view::npos) url.query = text.substr(question + 1);
  const std::string_view path = text.substr(0, question);
  url.path = path.empty() ? "/" : without_dots(path);
}

}  // namespace

std::string Url::origin() const { return scheme + "://" + host + (port.empty() ? "" : ':' + port); }
std::string Url::text() const { return origin() + path + (query.empty() ? "" : '?' + query); }
std::string Url::folder() const { return path.substr(0, path.rfind('/') + 1); }

std::optional<Url> parse_url(std::string_view text) {
  text = trim(text);
  text = text.substr(0, text.find('#'));
  const std::string_view scheme = scheme_of(text);
  if (text.size() > kLongest || has_odd_bytes(text) || scheme.empty()) return std::nullopt;
  Url url;
  url.scheme = to_lower(scheme);
  if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
  text.remove_prefix(scheme.size() + 1);
  if (text.substr(0, 2) != "//") return std::nullopt;
  text.remove_prefix(2);
  const std::size_t end = text.find_first_of("/?");
  if (!take_host_and_port(text.substr(0, end), url)) return std::nullopt;
  take_path(end == std::string_view::npos ? std::string_view() : text.substr(end), url);
  return url;
}

std::optional<Url> resolve_url(const Url& base, std::string_view reference) {
  reference = trim(reference);
  reference = reference.substr(0, reference.find('#'));
  if (!scheme_of(reference).empty()) return parse_url(reference);
  if (reference.substr(0, 2) == "//") return parse_url(base.scheme + ':' + std::string(reference));
  if (reference.size() > kLongest || has_odd_bytes(reference)) return std::nullopt;
  Url url = base;
  if (reference.empty()) return url;
  url.query.clear();
  const bool from_root = reference.front() == '/';
  const bool same_path = reference.front() == '?';
  const std::string whole = from_root   ? std::string(reference)
                            : same_path ? base.path + std::string(reference)
                                        : base.folder() + std::string(reference);
  take_path(whole, url);
  return url;
}

std::string join_url(std::string_view base, std::string_view path) {
  while (!base.empty() && base.back() == '/') base.remove_suffix(1);
  return std::string(base) + std::string(path);
}

}  // namespace stepgate::openapi
