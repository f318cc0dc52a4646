#include "base/text.hpp"
#include "http/detail/url_text.hpp"
#include "http/url.hpp"

namespace stepgate::http {
namespace {

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The byte of the escape at the start of `text`, or -1.
int escape_value(std::string_view text) noexcept {
  if (text.size() < 3 || text[0] != '%') return -1;
  const int high = hex_value(text[1]);
  const int low = hex_value(text[2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool is_plain(char c) noexcept {
  constexpr std::string_view kMarks = "-._~!$&'()*+,;=:@";
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         kMarks.find(c) != std::string_view::npos;
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kDigits[byte >> 4];
  out += kDigits[byte & 15];
}

}  // namespace

namespace detail {

std::size_t scheme_length(std::string_view reference) noexcept {
  const auto colon = reference.find_first_of(":/?#");
  if (colon == std::string_view::npos || colon == 0 || reference[colon] != ':') return 0;
  for (std::size_t i = 0; i < colon; ++i) {
    const char c = reference[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    if (!letter && (i == 0 || !later)) return 0;
  }
  return colon + 1;
}

std::optional<std::string> encode_loose(std::string_view text, std::string_view also_allowed) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) return std::nullopt;
    const bool escape = c == '%' && escape_value(text.substr(i)) >= 0;
    if (escape || is_plain(c) || also_allowed.find(c) != std::string_view::npos)
      out += c;
    else
      append_escaped(out, c);
  }
  return out;
}

std::string remove_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const auto next = path.find('/', 1);
    const auto segment = path.substr(0, next);
    path = next == std::string_view::npos ? std::string_view() : path.substr(next);
    const bool last = path.empty();
    if (segment == "/.") {
      if (last) out += '/';
    } else if (segment == "/..") {
      out.resize(out.rfind('/') == std::string::npos ? 0 : out.rfind('/'));
      if (last) out += '/';
    } else {
      out += segment;
    }
  }
  return out.empty() ? "/" : out;
}

}  // namespace detail

std::optional<Url> resolve(const Url& base, std::string_view reference, std::string* why) {
  reference = trim(reference);
  reference = reference.substr(0, reference.find('#'));
  if (detail::scheme_length(reference) > 0) return Url::parse(reference, why);
  if (reference.starts_with("//"))
    return Url::parse(base.scheme + ":" + std::string(reference), why);
  const std::string text(reference);
  if (text.empty()) return base;
  if (text[0] == '?') return Url::parse(base.origin() + base.path + text, why);
  if (text[0] == '/') return Url::parse(base.origin() + text, why);
  return Url::parse(base.origin() + base.path.substr(0, base.path.rfind('/') + 1) + text, why);
}

Url folder_of(const Url& document) {
  Url url = document;
  url.path.resize(url.path.rfind('/') + 1);
  url.query.clear();
  url.has_query = false;
  return url;
}

Url join_path(const Url& base, std::string_view endpoint) {
  Url url = base;
  while (url.path.ends_with('/')) url.path.pop_back();
  while (endpoint.starts_with('/')) endpoint.remove_prefix(1);
  while (endpoint.ends_with('/')) endpoint.remove_suffix(1);
  if (!endpoint.empty())
    url.path += "/" + detail::encode_loose(endpoint, "/").value_or(percent_encode(endpoint));
  if (url.path.empty()) url.path = "/";
  return url;
}

Url with_query(const Url& url, std::string_view name, std::string_view value) {
  Url out = url;
  if (!out.query.empty()) out.query += '&';
  out.query += percent_encode(name) + "=" + percent_encode(value);
  out.has_query = true;
  return out;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int byte = escape_value(text.substr(i));
      if (byte < 0) return std::nullopt;
      out += static_cast<char>(byte);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

}  // namespace stepgate::http
