#include "http/server_request.hpp"

#include "base/error.hpp"
#include "base/text.hpp"
#include "http/detail/server_call.hpp"
#include "http/detail/server_core.hpp"

namespace stepgate::http {

using detail::IoError;
using detail::Millis;
using detail::Patience;
using detail::ServerCall;
using detail::Steady;

namespace {

std::string subject(const ServerCall& call) {
  return std::string(call.head.method) + " " + call.path;
}

[[noreturn]] void too_large(const ServerCall& call, std::uint64_t bound) {
  throw Error(ErrorKind::too_large, "BODY_TOO_LARGE", subject(call),
              "the body is larger than " + std::to_string(bound) + " bytes", "Send it in parts");
}

[[noreturn]] void unreadable(ServerCall& call, const IoError& error) {
  call.framing.reusable = false;
  if (error.reason() == IoError::What::timeout)
    throw Error(ErrorKind::malformed, "BODY_TIMEOUT", subject(call),
                "the body did not arrive in time", "Send it without long pauses");
  throw Error(ErrorKind::malformed, "BODY_BROKEN", subject(call), "the body cannot be read",
              "Send it whole, framed as its headers say", error.what());
}

Patience patience_of(const ServerCall& call, detail::TimePoint until) {
  Patience patience;
  patience.until = until;
  patience.stall = Millis(call.options.stall_ms);
  return patience;
}

}  // namespace

std::string_view ServerRequest::method() const noexcept { return call_.head.method; }
const std::string& ServerRequest::path() const noexcept { return call_.path; }
const std::string& ServerRequest::peer() const noexcept { return call_.peer; }
bool ServerRequest::stopping() const noexcept { return call_.core.stopping(); }
bool ServerRequest::secure() const noexcept { return !call_.options.tls_cert_pem_file.empty(); }

const std::vector<std::string>& ServerRequest::segments() const noexcept { return call_.segments; }

const std::vector<std::pair<std::string, std::string>>& ServerRequest::query_parameters()
    const noexcept {
  return call_.query;
}

std::optional<std::string_view> ServerRequest::query(std::string_view name) const noexcept {
  for (const auto& [key, value] : call_.query)
    if (key == name) return value;
  return std::nullopt;
}

std::string_view ServerRequest::header(std::string_view name) const noexcept {
  return detail::find_field(call_.head.fields, name);
}

const std::vector<std::pair<std::string_view, std::string_view>>& ServerRequest::headers()
    const noexcept {
  return call_.head.fields;
}

std::optional<std::uint64_t> ServerRequest::content_length() const noexcept {
  if (call_.framing.kind == detail::Framing::Kind::chunked) return std::nullopt;
  return call_.framing.length;
}

std::string& ServerRequest::body(std::size_t max_bytes) {
  const auto bound = max_bytes > 0 ? max_bytes : call_.options.max_body_bytes;
  if (call_.whole_body) {
    if (!call_.body_given && call_.whole_body->size() > bound) too_large(call_, bound);
    call_.body_given = true;
    return *call_.whole_body;
  }
  if (call_.gathered.size() > bound) too_large(call_, bound);
  if (call_.lost) unreadable(call_, *call_.lost);
  const auto patience = patience_of(call_, Steady::now() + Millis(call_.options.body_ms));
  std::string body = std::move(call_.gathered);
  try {
    if (call_.framing.length > bound) too_large(call_, bound);
    invite(call_, patience);
    if (!read_all(*call_.reader, bound, patience, body)) too_large(call_, bound);
  } catch (const IoError& e) {
    unreadable(call_, e);
  }
  call_.body_given = true;
  return call_.whole_body.emplace(std::move(body));
}

std::size_t ServerRequest::read_body_chunk(char* out, std::size_t n) {
  if (call_.upload_end == detail::TimePoint{})
    call_.upload_end = Steady::now() + Millis(call_.options.upload_ms);
  const auto patience = patience_of(call_, call_.upload_end);
  try {
    const std::string_view kept = call_.whole_body ? *call_.whole_body : call_.gathered;
    const auto here = kept.substr(call_.passed_on, n);
    if (here.empty() && call_.lost) unreadable(call_, *call_.lost);
    if (here.empty()) invite(call_, patience);
    const auto got = here.empty() ? call_.reader->read(out, n, patience) : here.copy(out, n);
    call_.passed_on += here.size();
    call_.uploaded += got;
    if (call_.uploaded > call_.options.max_upload_bytes)
      too_large(call_, call_.options.max_upload_bytes);
    return got;
  } catch (const IoError& e) {
    unreadable(call_, e);
  }
}

}  // namespace stepgate::http
