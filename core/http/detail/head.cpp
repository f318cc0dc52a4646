#include "http/detail/head.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/headers.hpp"

namespace stepgate::http::detail {
namespace {

/// Cuts one line off `text`, without its line end.
std::string_view next_line(std::string_view& text) noexcept {
  const auto end = text.find('\n');
  auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view trim_blanks(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_target(std::string_view target) noexcept {
  return !target.empty() && std::all_of(target.begin(), target.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7f;
  });
}

std::optional<HeadFault> parse_request_line(std::string_view line, RequestHead& out) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last)
    return HeadFault{400, "the request line is not HTTP"};
  out.method = line.substr(0, first);
  out.target = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);
  if (!is_token(out.method) || out.method.size() > 32 || !is_target(out.target))
    return HeadFault{400, "the request line is not HTTP"};
  if (!version.starts_with("HTTP/")) return HeadFault{400, "the request line is not HTTP"};
  if (version != "HTTP/1.1" && version != "HTTP/1.0")
    return HeadFault{505, "only HTTP/1.1 and HTTP/1.0 are spoken here"};
  out.minor = version.back() - '0';
  return std::nullopt;
}

}  // namespace

std::string_view find_field(const Fields& fields, std::string_view name) noexcept {
  for (const auto& [key, value] : fields)
    if (key.size() == name.size() && iequals(key, name)) return value;
  return {};
}

std::size_t count_fields(const Fields& fields, std::string_view name) noexcept {
  return static_cast<std::size_t>(
      std::count_if(fields.begin(), fields.end(),
                    [&](const Field& field) { return iequals(field.first, name); }));
}

std::size_t head_length(std::string_view text, std::size_t from) noexcept {
  // Three characters back: the blank line may have begun in what was searched before.
  for (auto at = from < 3 ? 0 : from - 3;; ++at) {
    at = text.find('\n', at);
    if (at == std::string_view::npos) return 0;
    if (text.substr(at + 1).starts_with('\n')) return at + 2;
    if (text.substr(at + 1).starts_with("\r\n")) return at + 3;
  }
}

std::optional<HeadFault> parse_request(std::string_view text, std::size_t max_fields,
                                       RequestHead& out) {
  out.fields.clear();
  if (auto fault = parse_request_line(next_line(text), out)) return fault;
  while (!text.empty()) {
    const auto line = next_line(text);
    if (line.empty()) break;
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
      return HeadFault{400, "a header line is malformed"};
    const auto value = trim_blanks(line.substr(colon + 1));
    if (!is_field_value(value)) return HeadFault{400, "a header value has control characters"};
    if (out.fields.size() >= max_fields) return HeadFault{431, "there are too many headers"};
    out.fields.emplace_back(line.substr(0, colon), value);
  }
  return std::nullopt;
}

bool parse_response(std::string_view text, std::size_t max_fields, ResponseHead& out) {
  out.fields.clear();
  const auto line = next_line(text);
  // "HTTP/1.1 200 OK": the reason may be missing, with its space.
  if (line.size() < 12 || !line.starts_with("HTTP/1.") || line[8] != ' ') return false;
  const auto status = parse_int(line.substr(9, 3));
  if (!status || *status < 100 || *status > 999) return false;
  if (line.size() > 12 && line[12] != ' ') return false;
  out.status = static_cast<int>(*status);
  out.minor = line[7] == '0' ? 0 : 1;
  while (!text.empty()) {
    const auto field = next_line(text);
    if (field.empty()) break;
    const auto colon = field.find(':');
    const auto name = trim_blanks(field.substr(0, colon));
    if (colon == std::string_view::npos || field[0] == ' ' || field[0] == '\t' || !is_token(name))
      continue;
    if (out.fields.size() >= max_fields) return false;
    out.fields.emplace_back(name, trim_blanks(field.substr(colon + 1)));
  }
  return true;
}

}  // namespace stepgate::http::detail
