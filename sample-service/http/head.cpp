#include "http/head.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace sample {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool is_token_char(char c) {
  if ((c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z')) return true;
  return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7F;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool parse_start_line(std::string_view line, Head& head) {
  const auto first = line.find(' ');
  if (first == 0 || first == std::string_view::npos) return false;
  const auto second = line.find(' ', first + 1);
  head.first = line.substr(0, first);
  head.second =
      line.substr(first + 1, second == std::string_view::npos ? second : second - first - 1);
  head.third = second == std::string_view::npos ? std::string_view() : line.substr(second + 1);
  return !head.second.empty();
}

bool parse_header(std::string_view line, Head& head) {
  const auto colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos) return false;
  const auto name = line.substr(0, colon);
  if (!std::all_of(name.begin(), name.end(), is_token_char)) return false;
  head.headers.push_back({name, trimmed(line.substr(colon + 1))});
  return head.headers.size() <= kMaxHeaders;
}

bool parse_length(std::string_view text, std::size_t& length) {
  const auto end = text.data() + text.size();
  const auto [last, error] = std::from_chars(text.data(), end, length);
  return !text.empty() && error == std::errc() && last == end;
}

}  // namespace

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

std::optional<std::string_view> Head::find(std::string_view name) const {
  for (const auto& header : headers) {
    if (equals_ignoring_case(header.name, name)) return header.value;
  }
  return std::nullopt;
}

std::size_t head_length(std::string_view bytes, std::size_t searched) {
  const std::size_t from = searched > 3 ? searched - 3 : 0;
  const auto end = bytes.find("\r\n\r\n", from);
  return end == std::string_view::npos ? 0 : end + 4;
}

bool parse_head(std::string_view text, Head& head) {
  head.headers.clear();
  text.remove_suffix(2);  // every line that is left ends with CRLF
  bool first = true;
  while (!text.empty()) {
    const auto end = text.find("\r\n");
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 2);
    if (std::any_of(line.begin(), line.end(), is_control)) return false;
    if (first ? !parse_start_line(line, head) : !parse_header(line, head)) return false;
    first = false;
  }
  return !first;
}

int read_framing(const Head& head, std::string_view version, Framing& framing) {
  framing = {};
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return 505;
  framing.keep_alive = version == "HTTP/1.1";
  for (const auto& [name, value] : head.headers) {
    if (equals_ignoring_case(name, "content-length")) {
      std::size_t length = 0;
      if (!parse_length(value, length)) return 400;
      if (framing.has_length && length != framing.content_length) return 400;
      framing.has_length = true;
      framing.content_length = length;
    } else if (equals_ignoring_case(name, "transfer-encoding")) {
      if (framing.chunked || !equals_ignoring_case(value, "chunked")) return 501;
      framing.chunked = true;
    } else if (equals_ignoring_case(name, "connection")) {
      if (equals_ignoring_case(value, "close")) framing.keep_alive = false;
      if (equals_ignoring_case(value, "keep-alive")) framing.keep_alive = true;
    }
  }
  return framing.chunked && framing.has_length ? 400 : 0;
}

}  // namespace sample
