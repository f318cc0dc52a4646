#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sample {

// The text that the raw content of a JSON string stands for, as UTF-8; a lone surrogate becomes
// U+FFFD.
std::string unescaped(std::string_view raw);

// Appends `text` as the content of a JSON string. Bytes that are no UTF-8 become '?'.
void append_escaped(std::string_view text, std::string& out);

void append_number(std::int64_t value, std::string& out);

}  // namespace sample
