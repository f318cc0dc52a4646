#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace countries {

// The code point at `at`, which moves on. A byte that is no UTF-8 is taken as Latin-1, which is
// what it mostly is.
char32_t next_code_point(std::string_view utf8, std::size_t& at);

// How many of the four bytes were written.
std::size_t encode_utf8(char32_t code_point, std::array<char, 4>& bytes);

}  // namespace countries
