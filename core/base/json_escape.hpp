// Inside base: the escapes of JSON strings, on text whose grammar has been checked.
#pragma once
#include <string>
#include <string_view>

namespace stepgate {

/// The value of four hexadecimal digits, or -1. Reads no further than the first byte that is none.
int json_hex4(const char* digits) noexcept;

/// Decodes in place (the result is never longer) and returns the part of [begin, end) that holds
/// it.
std::string_view decode_json_string(char* begin, const char* end) noexcept;

/// Decodes what can be decoded; half a surrogate pair and bad UTF-8 become U+FFFD.
std::string repair_json_string(std::string_view raw);

}  // namespace stepgate
