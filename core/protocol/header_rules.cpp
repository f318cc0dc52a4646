#include "protocol/header_rules.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace stepgate::protocol {
namespace {

/// A token of RFC 9110 section 5.6.2.
bool is_token_byte(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_value_byte(char c) { return c == '\t' || (c >= 0x20 && c < 0x7F); }

}  // namespace

std::string header_name_fault(std::string_view name, std::string_view credential) {
  if (name.empty() || name.size() > 255) return "it is empty or too long";
  if (!std::all_of(name.begin(), name.end(), is_token_byte)) return "it is not a valid header name";
  for (const std::string_view own : {"Host", "Connection", "Transfer-Encoding"}) {
    if (iequals(name, own)) return "the connection itself uses this header";
  }
  if (starts_with_i(name, "Content-")) return "the request itself uses this header";
  if (iequals(name, "Authorization") || (!credential.empty() && iequals(name, credential))) {
    return "the credentials use this header";
  }
  return {};
}

std::string header_value_fault(std::string_view value) {
  if (value.size() > 8000) return "it is longer than 8000 bytes";
  if (!std::all_of(value.begin(), value.end(), is_value_byte)) {
    return "it holds a line break or a character that is not ASCII";
  }
  return {};
}

}  // namespace stepgate::protocol
