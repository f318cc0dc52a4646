#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/sockets.hpp"

namespace sample {

struct Url {
  HostPort where;
  std::string authority;  // host and port as written, for the Host header
  std::string target;     // path and query
};

// An absolute http URL without user and fragment; nothing for anything else. This program does not
// speak TLS.
std::optional<Url> parse_http_url(std::string_view text);

// The decoded value of `name` in a query; nothing when it is not there.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace sample
