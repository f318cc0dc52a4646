// Spelling of URL parts, shared by parsing and reference resolution.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace stepgate::http::detail {

/// RFC 3986 section 5.2.4.
std::string remove_dot_segments(std::string_view path);
/// Encodes what may not stand in a path or query and leaves valid escapes alone. Nothing on control
/// characters.
std::optional<std::string> encode_loose(std::string_view text, std::string_view also_allowed);
/// "scheme:" at the start of a reference; 0 when there is none, else its length with the colon.
std::size_t scheme_length(std::string_view reference) noexcept;

}  // namespace stepgate::http::detail
