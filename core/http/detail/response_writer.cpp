#include <algorithm>
#include <array>
#include <ctime>

#include "base/crypto.hpp"
#include "base/error.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "http/detail/server_call.hpp"
#include "http/detail/server_core.hpp"

namespace stepgate::http::detail {
namespace {

struct Reason {
  int status;
  std::string_view text;
};

constexpr std::array<Reason, 32> kReasons{{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
}};

std::string_view reason_of(int status) noexcept {
  const auto* found = std::find_if(kReasons.begin(), kReasons.end(),
                                   [&](const Reason& reason) { return reason.status == status; });
  return found != kReasons.end() ? found->text : std::string_view("Status");
}

/// "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", made once a second and thread.
const std::string& date_line() {
  thread_local std::time_t made = 0;
  thread_local std::string line;
  const auto now = std::time(nullptr);
  if (now == made) return line;
  constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  ::gmtime_r(&now, &utc);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "Date: %s, %02d %s %04d %02d:%02d:%02d GMT\r\n",
                kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                utc.tm_min, utc.tm_sec);
  made = now;
  return line = text.data();
}

}  // namespace

bool has_no_body(int status) noexcept { return status < 200 || status == 204 || status == 304; }

std::string response_head(int status, const Headers& headers, std::string_view content_type,
                          std::optional<std::uint64_t> length, bool chunked, bool keep, int minor) {
  std::string out;
  out.reserve(256);
  out.append("HTTP/1.1 ").append(std::to_string(status)).append(" ").append(reason_of(status));
  out.append("\r\n").append(date_line());
  if (!content_type.empty() && !has_no_body(status) && !has_header(headers, "Content-Type"))
    out.append("Content-Type: ").append(content_type).append("\r\n");
  for (const auto& [name, value] : headers)
    out.append(name).append(": ").append(value).append("\r\n");
  if (length && !has_no_body(status))
    out.append("Content-Length: ").append(std::to_string(*length)).append("\r\n");
  if (chunked) out.append("Transfer-Encoding: chunked\r\n");
  if (!keep)
    out.append("Connection: close\r\n");
  else if (minor == 0)
    out.append("Connection: keep-alive\r\n");
  return out.append("\r\n");
}

std::string plain_body(int status, std::string_view code, std::string_view message) {
  JsonWriter out(256);
  out.begin_object();
  out.key("requestId");
  out.string(random_text(9));
  out.key("status");
  out.integer(status);
  out.key("code");
  out.string(code);
  out.key("message");
  out.string(to_valid_utf8(message));
  out.end_object();
  return out.take();
}

std::string refusal(const ServerOptions& options, int status, std::string_view code,
                    std::string_view fact) {
  const auto text = options.refusal
                        ? options.refusal(status, code, fact)
                        : RefusalText{"application/json", plain_body(status, code, fact)};
  Headers headers;
  if (status == 503) headers.emplace_back("Retry-After", "1");
  return response_head(status, headers, text.content_type, text.body.size(), false, false, 1) +
         text.body;
}

void answer_error(const ServerRequest& request, ServerResponse& response,
                  const std::exception_ptr& thrown) {
  const std::string what = std::string(request.method()) + " " + request.path() + ": ";
  try {
    std::rethrow_exception(thrown);
  } catch (const Error& e) {
    const int status = http_status(e.kind());
    if (e.kind() == ErrorKind::internal) log(Severity::error, "http", what + e.what());
    const bool ours = e.kind() == ErrorKind::internal;
    response.status(status).send(plain_body(status, e.code(), ours ? "internal error" : e.what()));
    return;
  } catch (const std::exception& e) {
    log(Severity::error, "http", what + e.what());
  } catch (...) {
    log(Severity::error, "http", what + "an exception of unknown type");
  }
  response.status(500).send(plain_body(500, "INTERNAL", "internal error"));
}

}  // namespace stepgate::http::detail
