#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace sample {

inline constexpr std::size_t kMaxHeadBytes = 16 * 1024;
inline constexpr std::size_t kMaxHeaders = 100;

bool equals_ignoring_case(std::string_view left, std::string_view right);

// The start line and the headers of one message, as views into the bytes it was read from.
struct Head {
  struct Header {
    std::string_view name;
    std::string_view value;
  };

  std::string_view first, second, third;  // method, target, version; or version, status, reason
  std::vector<Header> headers;

  // The value of the first header of that name, if there is one.
  std::optional<std::string_view> find(std::string_view name) const;
  std::string_view value(std::string_view name) const { return find(name).value_or(""); }
};

// The length of the head with its blank line; 0 when the end has not come yet.
std::size_t head_length(std::string_view bytes, std::size_t searched);

// `text` ends with the blank line. False for anything but CRLF lines of "Name: value" in printable
// characters.
bool parse_head(std::string_view text, Head& head);

// How the body of a message is delimited (RFC 9112 section 6).
struct Framing {
  std::size_t content_length = 0;
  bool has_length = false;
  bool chunked = false;
  bool keep_alive = true;
};

// The HTTP status to refuse the message with, or 0.
int read_framing(const Head& head, std::string_view version, Framing& framing);

}  // namespace sample
