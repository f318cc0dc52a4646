// Where the body of a message ends (RFC 9112 section 6). Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "http/detail/head.hpp"

namespace stepgate::http::detail {

struct Framing {
  enum class Kind : std::uint8_t { none, length, chunked, until_close };
  Kind kind = Kind::none;
  std::uint64_t length = 0;  ///< kind length only
  bool reusable = true;      ///< the connection can carry another message afterwards
};

/// Strict: two lengths, or a length beside chunks, are how requests are smuggled.
std::optional<HeadFault> request_framing(const RequestHead& head, Framing& out);

/// Nothing when the length is unreadable. `method` is that of the request.
std::optional<Framing> response_framing(const ResponseHead& head, std::string_view method);

/// By version and Connection header.
bool wants_keep_alive(int minor, const Fields& fields) noexcept;

}  // namespace stepgate::http::detail
