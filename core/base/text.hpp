// Text as the protocol and the files need it: UTF-8, case without locale, bounds in bytes, CSV is
// elsewhere.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stepgate {

bool is_valid_utf8(std::string_view s) noexcept;
/// How many bytes at the start are well-formed: where the first bad byte is, or the whole length.
std::size_t valid_utf8_prefix(std::string_view s) noexcept;
std::string to_valid_utf8(std::string_view s);  ///< bad bytes become U+FFFD
/// At most `max_bytes`, cut at a UTF-8 boundary (docs/protocol.md section 4).
std::string_view cut_utf8(std::string_view s, std::size_t max_bytes) noexcept;
std::string_view trim(std::string_view s) noexcept;             ///< ASCII white space
std::string to_lower(std::string_view s);                       ///< ASCII only
bool iequals(std::string_view a, std::string_view b) noexcept;  ///< ASCII only
bool starts_with_i(std::string_view s, std::string_view prefix) noexcept;
std::vector<std::string> split(std::string_view s, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string_view s, std::string_view from, std::string_view to);
/// The whole text, no white space, optional sign.
std::optional<std::int64_t> parse_int(std::string_view s) noexcept;
/// The whole text, no white space, optional sign; finite. Too small for a double is zero.
std::optional<double> parse_double(std::string_view s) noexcept;
std::string format_double(double v);  ///< shortest that reads back the same
std::string percent_encode(std::string_view s);
/// The text out of `candidates` that is nearest to `word` (for "did you mean"), or empty when none
/// is within a third of its length. ASCII case does not count.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);
std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view hex);
std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);
std::string base64url(std::string_view bytes);  ///< no padding
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace stepgate
