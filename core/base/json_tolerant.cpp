#include "base/json_tolerant.hpp"

#include <cstring>

#include "base/json_escape.hpp"
#include "base/text.hpp"

namespace stepgate {

namespace {
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_number_start(char c) { return c == '-' || is_digit(c); }
}  // namespace

TolerantReader::TolerantReader(std::string& text, std::size_t from, JsonGate& gate, bool comments)
    : begin_(text.data()),
      at_(begin_ + from),
      end_(begin_ + text.size()),
      gate_(gate),
      comments_(comments) {
  if (comments && from == 0 && text.starts_with("\xEF\xBB\xBF")) at_ += 3;
}

bool TolerantReader::run() {
  bool finished = false;
  while (!finished) {
    bool opened = false;
    if (!value(opened)) return false;
    if (opened) {
      bool closed = false;
      if (!close_if(gate_.in_object() ? '}' : ']', closed)) return false;
      if (!closed) {
        if (gate_.in_object() && !key()) return false;
        continue;
      }
    }
    if (!after_value(finished)) return false;
  }
  return true;
}

/// Goes on to where the next value is expected, closing what ends before it.
bool TolerantReader::after_value(bool& finished) {
  while (gate_.depth() > 0) {
    skip_space();
    if (*at_ == ',') {
      ++at_;
      return !gate_.in_object() || key();
    }
    bool closed = false;
    if (!close_if(gate_.in_object() ? '}' : ']', closed)) return false;
    if (!closed) return unreadable("a comma or the end of the object or array is missing");
  }
  skip_space();
  finished = true;
  return at_ == end_ || unreadable("there is more after the end of the document");
}

bool TolerantReader::close_if(char closer, bool& closed) {
  skip_space();
  if (*at_ != closer) return true;
  closed = true;
  ++at_;
  return gate_.on_end();
}

// The text ends with a NUL that does not belong to it, so looking at *at_ is always allowed.
bool TolerantReader::value(bool& opened) {
  skip_space();
  switch (*at_) {
    case '{':
    case '[': {
      opened = true;
      const bool object = *at_ == '{';
      if (!gate_.on_begin(object)) return false;
      ++at_;
      return true;
    }
    case '"':
      return string_value();
    case 'n':
      return word("null") && gate_.on_null();
    case 't':
      return word("true") && gate_.on_bool(true);
    case 'f':
      return word("false") && gate_.on_bool(false);
    default:
      return is_number_start(*at_) ? number() : unreadable("a value is missing");
  }
}

bool TolerantReader::key() {
  skip_space();
  if (*at_ != '"') return unreadable("the name of a member is missing");
  Text text;
  if (!scan(text)) return false;
  std::string_view name(text.begin, static_cast<std::size_t>(text.end - text.begin));
  if (text.bad) {
    // There is no bad key: its member would be lost. Strict reading refuses it.
    if (!gate_.lenient()) return unreadable("bad UTF-8 or half a surrogate pair in a name");
    name = repaired_.emplace_back(repair_json_string(name));
  } else if (text.escaped) {
    name = decode_json_string(text.begin, text.end);
  }
  if (!gate_.on_key(name)) return false;
  skip_space();
  if (*at_ != ':') return unreadable("a colon is missing after a name");
  ++at_;
  return true;
}

bool TolerantReader::string_value() {
  Text text;
  char* const start = at_;
  if (!scan(text)) return false;
  const std::string_view raw(text.begin, static_cast<std::size_t>(text.end - text.begin));
  if (text.bad) {
    if (gate_.on_bad(raw, "bad UTF-8 or half a surrogate pair in a string")) return true;
    if (gate_.fault() != JsonGate::Fault::none) at_ = start;
    return false;
  }
  return gate_.on_string(text.escaped ? decode_json_string(text.begin, text.end) : raw);
}

/// Finds the end of the string that begins here and what is special about it; changes nothing.
bool TolerantReader::scan(Text& text) {
  text.begin = ++at_;
  unsigned char seen = 0;
  for (;;) {
    const auto c = static_cast<unsigned char>(*at_);
    if (c == '"') break;
    if (c == '\\') {
      if (!scan_escape(text)) return false;
      continue;
    }
    if (c < 0x20) {
      return unreadable(at_ == end_ ? "a string has no end" : "a control character in a string");
    }
    seen |= c;
    ++at_;
  }
  text.end = at_++;
  if (seen >= 0x80 && !text.bad) {
    text.bad = !is_valid_utf8({text.begin, static_cast<std::size_t>(text.end - text.begin)});
  }
  return true;
}

bool TolerantReader::scan_escape(Text& text) {
  text.escaped = true;
  const char kind = at_[1];
  if (kind == 'u') return scan_unicode(text);
  if (kind == '\0' || std::strchr("\"\\/bfnrt", kind) == nullptr) {
    return unreadable("an unknown escape in a string");
  }
  at_ += 2;
  return true;
}

bool TolerantReader::scan_unicode(Text& text) {
  const int first = json_hex4(at_ + 2);
  if (first < 0) return unreadable("an escape \\u without four hexadecimal digits");
  at_ += 6;
  if (first < 0xD800 || first > 0xDFFF) return true;
  const int second = first < 0xDC00 && at_[0] == '\\' && at_[1] == 'u' ? json_hex4(at_ + 2) : -1;
  if (second >= 0xDC00 && second <= 0xDFFF) {
    at_ += 6;
  } else {
    text.bad = true;
  }
  return true;
}

bool TolerantReader::number() {
  char* const start = at_;
  if (*at_ == '-') ++at_;
  if (*at_ == '0') {
    ++at_;
  } else if (!digits()) {
    return unreadable("a digit is missing in a number");
  }
  if (*at_ == '.') {
    ++at_;
    if (!digits()) return unreadable("a digit is missing after a decimal point");
  }
  if (*at_ == 'e' || *at_ == 'E') {
    ++at_;
    if (*at_ == '+' || *at_ == '-') ++at_;
    if (!digits()) return unreadable("a digit is missing in an exponent");
  }
  if (gate_.on_number(start, static_cast<std::size_t>(at_ - start))) return true;
  if (gate_.fault() != JsonGate::Fault::none) at_ = start;
  return false;
}

bool TolerantReader::digits() {
  if (!is_digit(*at_)) return false;
  while (is_digit(*at_)) ++at_;
  return true;
}

bool TolerantReader::word(std::string_view spelling) {
  if (std::strncmp(at_, spelling.data(), spelling.size()) != 0) {
    return unreadable("a value is misspelt");
  }
  at_ += spelling.size();
  return true;
}

void TolerantReader::skip_space() {
  for (;;) {
    while (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t') ++at_;
    if (!comments_ || *at_ != '#') return;
    while (at_ != end_ && *at_ != '\n') ++at_;
  }
}

}  // namespace stepgate
