// Header fields of a message: an ordered list, names without case, several of one name allowed.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stepgate::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// The first value of that name, or an empty view. Valid as long as `headers` is unchanged.
std::string_view find_header(const Headers& headers, std::string_view name) noexcept;
bool has_header(const Headers& headers, std::string_view name) noexcept;
/// Replaces every field of that name by one.
void set_header(Headers& headers, std::string_view name, std::string_view value);

/// A header name or method: one or more token characters (RFC 9110 section 5.6.2).
bool is_token(std::string_view text) noexcept;
/// No control characters but tab: such a value cannot start another line of the message.
bool is_field_value(std::string_view text) noexcept;
/// Whether a comma-separated list like that of Connection holds `word`, without case.
bool list_has(std::string_view list, std::string_view word) noexcept;

}  // namespace stepgate::http
