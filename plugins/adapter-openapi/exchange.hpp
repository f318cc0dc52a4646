// Requests to a service through the host's client, and what a bad answer is called.
#pragma once
#include <stepgate/host.hpp>

#include <string>
#include <string_view>

#include "base/json.hpp"

namespace stepgate::adapter_openapi {

/// Document, status, definition, picklist, icon and guide: 10 s each (docs/protocol.md section 1).
inline constexpr std::uint32_t kAskWithinMs = 10'000;

inline sdk::HttpRequest ask(std::string method, std::string url, bool authorize) {
  sdk::HttpRequest request;
  request.method = std::move(method);
  request.url = std::move(url);
  request.authorize = authorize;
  request.timeout_ms = kAskWithinMs;
  return request;
}

/// "http://h/status answered 503: down for today", or why there was no answer.
/// No answer, or one that broke off: another time it may be there.
inline bool broke_off(const sdk::HttpResponse& response) {
  return response.status == 0 || !response.error.empty();
}

/// Adds to `answer`'s findings what the answer's form is odd in: compressed although identity was
/// asked for, or led by a byte order mark.
void note_form(const sdk::HttpResponse& response, const std::string& where, Json& answer);

std::string describe_answer(std::string_view url, const sdk::HttpResponse& response);

}  // namespace stepgate::adapter_openapi
