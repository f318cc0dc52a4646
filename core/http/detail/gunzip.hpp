// Bodies that a service compressed although identity was asked for (docs/protocol.md section 2).
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace stepgate::http::detail {

enum class Decoded : std::uint8_t { identity, decoded, too_large, broken, unknown_coding };

/// Undoes a Content-Encoding of gzip or deflate in place. At most `max_bytes` are ever produced.
Decoded decode_content(std::string_view coding, std::size_t max_bytes, std::string& body);

}  // namespace stepgate::http::detail
