// Writing of Json. Included by json.hpp.
#pragma once
#include <stepgate/json.hpp>

#include <charconv>
#include <cmath>
#include <locale>
#include <sstream>

namespace stepgate::sdk::detail {

/// The shortest text that reads back the same; never depends on the process's locale.
inline std::string number_text(double value) {
  if (!std::isfinite(value)) return "null";
#if defined(__cpp_lib_to_chars)
  char buffer[40];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return std::string(buffer, end);
#else
  std::ostringstream out;
  out.imbue(std::locale::classic());
  out.precision(17);
  out << value;
  return out.str();
#endif
}

inline void write_string(std::string& out, std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte >= 0x20) {
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  out += '"';
}

inline void write_json(std::string& out, const Json& json) {
  if (json.is_string()) {
    write_string(out, json.text());
  } else if (json.is_bool()) {
    out += json.boolean() ? "true" : "false";
  } else if (json.is_integer()) {
    out += std::to_string(json.integer());
  } else if (json.is_number()) {
    out += number_text(json.number());
  } else if (json.is_array()) {
    char separator = '[';
    for (const Json& item : json.items()) {
      out += separator;
      write_json(out, item);
      separator = ',';
    }
    out += json.items().empty() ? "[]" : "]";
  } else if (json.is_object()) {
    char separator = '{';
    for (const auto& [key, value] : json.members()) {
      out += separator;
      write_string(out, key);
      out += ':';
      write_json(out, value);
      separator = ',';
    }
    out += json.members().empty() ? "{}" : "}";
  } else {
    out += "null";
  }
}

}  // namespace stepgate::sdk::detail

namespace stepgate::sdk {

inline std::string Json::dump() const {
  std::string out;
  detail::write_json(out, *this);
  return out;
}

}  // namespace stepgate::sdk
