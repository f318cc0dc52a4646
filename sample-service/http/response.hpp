#pragma once

#include <string>
#include <string_view>

namespace sample {

struct Response {
  int status = 200;
  std::string body;
  std::string_view content_type = "application/json";  // of static storage
  std::string headers;                                 // further lines, each with its CRLF
};

// What every refusal looks like: {"errorCode", "message"}.
Response error_response(int status, std::string_view code, std::string_view message);

std::string_view reason_phrase(int status);

// Appends the response as it goes over the wire; a HEAD request gets it without the body.
void append_response(const Response& response, bool with_body, bool closing, std::string& out);

}  // namespace sample
