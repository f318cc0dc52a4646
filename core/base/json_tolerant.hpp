// Inside base: a second reader of JSON text, for what RapidJSON cannot do. It checks surrogates on
// both sides, survives numbers of any size, hands bad values to the gate instead of giving up, and
// skips comments. Not recursive.
#pragma once
#include <deque>
#include <string>
#include <string_view>

#include "base/json_gate.hpp"

namespace stepgate {

class TolerantReader {
 public:
  /// Begins at byte `from`, where a value is expected: the start of the text, or a value inside the
  /// gate's open containers. Decodes strings inside `text`. Views given to the handler are valid
  /// while this reader and `text` live.
  TolerantReader(std::string& text, std::size_t from, JsonGate& gate, bool comments);
  /// True when the whole text was read; false when the gate stopped it.
  bool run();
  std::size_t offset() const noexcept { return static_cast<std::size_t>(at_ - begin_); }

 private:
  struct Text {
    char* begin = nullptr;
    char* end = nullptr;
    bool escaped = false;
    bool bad = false;
  };

  bool value(bool& opened);
  bool after_value(bool& finished);
  bool close_if(char closer, bool& closed);
  bool key();
  bool string_value();
  bool number();
  bool word(std::string_view spelling);
  bool scan(Text& text);
  bool scan_escape(Text& text);
  bool scan_unicode(Text& text);
  bool digits();
  void skip_space();
  bool unreadable(const char* why) { return gate_.refuse(JsonGate::Fault::unreadable, why); }

  char* begin_;
  char* at_;
  char* end_;
  JsonGate& gate_;
  bool comments_;
  std::deque<std::string> repaired_;  // keys that had to be rewritten; stable addresses
};

}  // namespace stepgate
