#include "base/text.hpp"
#include "http/detail/server_call.hpp"
#include "http/detail/server_core.hpp"
#include "http/url.hpp"

namespace stepgate::http::detail {
namespace {

/// "http://host/path" is as good as "/path" (RFC 9112 section 3.2.2).
std::string_view without_origin(std::string_view target) {
  for (std::string_view scheme : {"http://", "https://"}) {
    if (!starts_with_i(target, scheme)) continue;
    target.remove_prefix(scheme.size());
    const auto slash = target.find_first_of("/?");
    return slash == std::string_view::npos ? "/" : target.substr(slash);
  }
  return target;
}

bool is_dot_segment(std::string_view segment) { return segment == "." || segment == ".."; }

bool append_segment(std::string_view raw, ServerCall& call) {
  auto text = percent_decode(raw);
  if (!text || is_dot_segment(*text) || !is_field_value(*text) || !is_valid_utf8(*text))
    return false;
  call.path += '/';
  call.path += text->find('/') == std::string::npos ? *text : replace_all(*text, "/", "%2F");
  call.segments.push_back(*std::move(text));
  return true;
}

bool read_path(std::string_view raw, ServerCall& call) {
  while (!raw.empty()) {
    raw.remove_prefix(1);  // the slash
    const auto end = std::min(raw.find('/'), raw.size());
    if (!append_segment(raw.substr(0, end), call)) return false;
    raw.remove_prefix(end);
  }
  return true;
}

bool read_query(std::string_view raw, std::vector<std::pair<std::string, std::string>>& out) {
  constexpr std::size_t kMaxParameters = 200;
  while (!raw.empty()) {
    const auto end = raw.find('&');
    const auto part = raw.substr(0, end);
    raw = end == std::string_view::npos ? std::string_view() : raw.substr(end + 1);
    if (part.empty()) continue;
    const auto equals = part.find('=');
    auto name = percent_decode(part.substr(0, equals), true);
    auto value = percent_decode(
        equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1), true);
    if (!name || !value || !is_valid_utf8(*name) || !is_valid_utf8(*value)) return false;
    if (out.size() >= kMaxParameters) return false;
    out.emplace_back(std::move(*name), std::move(*value));
  }
  return true;
}

}  // namespace

std::optional<HeadFault> read_target(std::string_view target, ServerCall& call) {
  target = without_origin(target);
  const auto mark = target.find('?');
  auto path = target.substr(0, mark);
  if (path.empty() && mark != std::string_view::npos) path = "/";
  if (!path.starts_with('/') || !read_path(path, call))
    return HeadFault{400, "the path cannot be read"};
  if (mark != std::string_view::npos && !read_query(target.substr(mark + 1), call.query))
    return HeadFault{400, "the query cannot be read"};
  return std::nullopt;
}

bool can_keep(ServerCall& call) {
  constexpr std::size_t kDrain = 64 * 1024;
  if (!call.framing.reusable || call.core.stopping()) return false;
  if (call.reader->done()) return true;
  return !call.continue_wanted && call.reader->drain_arrived(kDrain);
}

}  // namespace stepgate::http::detail
