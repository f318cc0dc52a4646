#include "http/detail/framing.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "http/headers.hpp"

namespace stepgate::http::detail {
namespace {

/// Digits only, at most 18 of them: no sign, no overflow.
std::optional<std::uint64_t> parse_length(std::string_view text) noexcept {
  const bool digits =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (text.empty() || text.size() > 18 || !digits) return std::nullopt;
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// The one length that all fields of the name agree on.
std::optional<std::uint64_t> agreed_length(const Fields& fields) noexcept {
  std::optional<std::uint64_t> agreed;
  for (const auto& [name, value] : fields) {
    if (!iequals(name, "Content-Length")) continue;
    const auto length = parse_length(value);
    if (!length || (agreed && *agreed != *length)) return std::nullopt;
    agreed = length;
  }
  return agreed;
}

/// chunked must be the last coding; others before it are not undone here.
bool ends_in_chunked(std::string_view codings) noexcept {
  const auto comma = codings.rfind(',');
  return iequals(trim(comma == std::string_view::npos ? codings : codings.substr(comma + 1)),
                 "chunked");
}

}  // namespace

bool wants_keep_alive(int minor, const Fields& fields) noexcept {
  bool keep = minor >= 1;
  for (const auto& [name, value] : fields) {
    if (!iequals(name, "Connection")) continue;
    if (list_has(value, "close")) return false;
    if (list_has(value, "keep-alive")) keep = true;
  }
  return keep;
}

std::optional<HeadFault> request_framing(const RequestHead& head, Framing& out) {
  out = Framing{};
  out.reusable = wants_keep_alive(head.minor, head.fields);
  const auto lengths = count_fields(head.fields, "Content-Length");
  const auto codings = count_fields(head.fields, "Transfer-Encoding");
  if (codings > 0) {
    if (lengths > 0) return HeadFault{400, "both Content-Length and Transfer-Encoding are given"};
    if (head.minor == 0) return HeadFault{400, "HTTP/1.0 has no Transfer-Encoding"};
    if (codings > 1 || !iequals(find_field(head.fields, "Transfer-Encoding"), "chunked"))
      return HeadFault{501, "chunked is the only Transfer-Encoding spoken here"};
    out.kind = Framing::Kind::chunked;
    return std::nullopt;
  }
  if (lengths == 0) return std::nullopt;
  const auto length = agreed_length(head.fields);
  if (!length) return HeadFault{400, "Content-Length is not one number"};
  if (*length > 0) out.kind = Framing::Kind::length;
  out.length = *length;
  return std::nullopt;
}

std::optional<Framing> response_framing(const ResponseHead& head, std::string_view method) {
  Framing out;
  out.reusable = wants_keep_alive(head.minor, head.fields);
  if (method == "HEAD" || head.status < 200 || head.status == 204 || head.status == 304) return out;
  const auto codings = find_field(head.fields, "Transfer-Encoding");
  const auto lengths = count_fields(head.fields, "Content-Length");
  if (ends_in_chunked(codings)) {
    out.kind = Framing::Kind::chunked;
    out.reusable = out.reusable && lengths == 0;
    return out;
  }
  if (codings.empty() && lengths > 0) {
    const auto length = agreed_length(head.fields);
    if (!length) return std::nullopt;
    out.kind = *length > 0 ? Framing::Kind::length : Framing::Kind::none;
    out.length = *length;
    return out;
  }
  out.kind = Framing::Kind::until_close;
  out.reusable = false;
  return out;
}

}  // namespace stepgate::http::detail
