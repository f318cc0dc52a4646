#pragma once

#include <string>
#include <string_view>

namespace sample {

std::string replaced(std::string text, std::string_view what, std::string_view with);

// A line that begins with '#' before each line, and JSON a member a line, as a careless author
// does.
std::string with_comments(std::string_view json);

// `text` as a gzip member (RFC 1952) of stored blocks.
std::string gzipped(std::string_view text);

// In chunks of `size` bytes (RFC 9112 section 7.1).
std::string in_chunks(std::string_view text, std::size_t size);

// The time in so many seconds, as HTTP writes it.
std::string http_date_in(int seconds);

}  // namespace sample
