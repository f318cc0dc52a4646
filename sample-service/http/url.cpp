#include "http/url.hpp"

#include <algorithm>
#include <charconv>

#include "http/head.hpp"

namespace sample {
namespace {

constexpr std::size_t kMaxUrl = 4096;

bool is_visible(char c) { return c > ' ' && c < 0x7F; }

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    if (text[i] == '%' && text.size() - i > 2) {
      const char* digits = text.data() + i + 1;
      if (std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
        out += static_cast<char>(byte);
        i += 2;
        continue;
      }
    }
    out += text[i] == '+' ? ' ' : text[i];
  }
  return out;
}

}  // namespace

std::optional<Url> parse_http_url(std::string_view text) {
  constexpr std::string_view kScheme = "http://";
  if (text.size() > kMaxUrl || !std::all_of(text.begin(), text.end(), is_visible)) {
    return std::nullopt;
  }
  if (!equals_ignoring_case(text.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  text.remove_prefix(kScheme.size());
  const auto end = text.find_first_of("/?#");
  const auto authority = text.substr(0, end);
  const auto target = end == std::string_view::npos ? std::string_view() : text.substr(end);
  const bool odd = authority.find_first_of("@\\") != std::string_view::npos ||
                   target.find('#') != std::string_view::npos;
  auto where = parse_host_port(authority, 80);
  if (odd || !where || where->port == 0) return std::nullopt;
  std::string path(target);
  if (!path.starts_with('/')) path.insert(0, "/");
  return Url{std::move(*where), std::string(authority), std::move(path)};
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    const auto equals = pair.find('=');
    if (percent_decoded(pair.substr(0, equals)) != name) continue;
    return equals == std::string_view::npos ? "" : percent_decoded(pair.substr(equals + 1));
  }
  return std::nullopt;
}

}  // namespace sample
