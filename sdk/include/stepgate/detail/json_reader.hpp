// Reading of Json, strict RFC 8259, bounded in depth. Included by json.hpp.
#pragma once
#include <stepgate/error.hpp>
#include <stepgate/json.hpp>

#include <charconv>
#include <locale>
#include <sstream>

namespace stepgate::sdk::detail {

class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  Json document() {
    Json json = value(0);
    skip();
    if (at_ != text_.size()) fail("text after the value");
    return json;
  }

 private:
  static constexpr int kMaxDepth = 64;

  [[noreturn]] void fail(const char* what) const {
    throw invalid("JSON_UNREADABLE", std::string(what) + " at byte " + std::to_string(at_));
  }
  char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) noexcept {
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  void skip() noexcept {
    while (at_ < text_.size() &&
           std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }
  bool take_word(std::string_view word) noexcept {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  Json value(int depth) {
    if (depth > kMaxDepth) fail("nested too deep");
    skip();
    switch (peek()) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return Json(string());
      case 't':
        if (take_word("true")) return Json(true);
        break;
      case 'f':
        if (take_word("false")) return Json(false);
        break;
      case 'n':
        if (take_word("null")) return Json();
        break;
      default:
        return number();
    }
    fail("unknown word");
  }

  Json object(int depth) {
    Json::Object members;
    take('{');
    skip();
    if (take('}')) return Json(std::move(members));
    do {
      skip();
      if (peek() != '"') fail("a key is missing");
      std::string key = string();
      skip();
      if (!take(':')) fail("':' is missing");
      members.emplace_back(std::move(key), value(depth + 1));
      skip();
    } while (take(','));
    if (!take('}')) fail("'}' is missing");
    return Json(std::move(members));
  }

  Json array(int depth) {
    Json::Array items;
    take('[');
    skip();
    if (take(']')) return Json(std::move(items));
    do {
      items.push_back(value(depth + 1));
      skip();
    } while (take(','));
    if (!take(']')) fail("']' is missing");
    return Json(std::move(items));
  }

  std::string string() {
    std::string out;
    take('"');
    for (;;) {
      if (at_ >= text_.size()) fail("'\"' is missing");
      const char c = text_[at_++];
      if (c == '"') return out;
      if (static_cast<unsigned char>(c) < 0x20) fail("a control character in a string");
      if (c == '\\') {
        escape(out);
      } else {
        out += c;
      }
    }
  }

  void escape(std::string& out) {
    const char c = peek();
    ++at_;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        out += c;
        return;
      case 'b':
        out += '\b';
        return;
      case 'f':
        out += '\f';
        return;
      case 'n':
        out += '\n';
        return;
      case 'r':
        out += '\r';
        return;
      case 't':
        out += '\t';
        return;
      case 'u':
        append_utf8(out, code_point());
        return;
      default:
        fail("an unknown escape");
    }
  }

  /// Four hex digits, or two such escapes for a pair; half a pair becomes U+FFFD.
  uint32_t code_point() {
    const uint32_t first = hex4();
    if (first < 0xD800 || first > 0xDFFF) return first;
    if (first > 0xDBFF || !take_word("\\u")) return 0xFFFD;
    const uint32_t second = hex4();
    if (second < 0xDC00 || second > 0xDFFF) return 0xFFFD;
    return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
  }
  uint32_t hex4() {
    uint32_t code = 0;
    const std::string_view digits = text_.substr(at_, 4);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (digits.size() != 4 || read.ptr != digits.data() + 4) fail("four hex digits are missing");
    at_ += 4;
    return code;
  }
  static void append_utf8(std::string& out, uint32_t code) {
    const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
    if (code < 0x80) {
      out += static_cast<char>(code);
    } else if (code < 0x800) {
      out += static_cast<char>(0xC0 | (code >> 6));
      tail(0);
    } else if (code < 0x10000) {
      out += static_cast<char>(0xE0 | (code >> 12));
      tail(6), tail(0);
    } else {
      out += static_cast<char>(0xF0 | (code >> 18));
      tail(12), tail(6), tail(0);
    }
  }

  std::size_t digits() noexcept {
    const std::size_t begin = at_;
    while (peek() >= '0' && peek() <= '9') ++at_;
    return at_ - begin;
  }

  Json number() {
    const std::size_t begin = at_;
    bool integral = true;
    take('-');
    const bool leading_zero = peek() == '0';
    const std::size_t whole = digits();
    if (whole == 0 || (leading_zero && whole > 1)) fail("a value is missing");
    if (take('.')) {
      integral = false;
      if (digits() == 0) fail("a digit is missing");
    }
    if (take('e') || take('E')) {
      integral = false;
      if (!take('+')) take('-');
      if (digits() == 0) fail("a digit is missing");
    }
    const std::string_view text = text_.substr(begin, at_ - begin);
    int64_t integer = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), integer);
    if (integral && read.ec == std::errc()) return Json(integer);
    return Json(real(text));
  }

  double real(std::string_view text) const {
    double value = 0;
#if defined(__cpp_lib_to_chars)
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc()) fail("a number out of range");
#else
    std::istringstream in{std::string(text)};
    in.imbue(std::locale::classic());
    if (!(in >> value)) fail("a number out of range");
#endif
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace stepgate::sdk::detail

namespace stepgate::sdk {

inline Json Json::parse(std::string_view text) { return detail::JsonReader(text).document(); }

}  // namespace stepgate::sdk
