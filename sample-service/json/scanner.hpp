#pragma once

#include <cstddef>
#include <string_view>

namespace sample {

// A forward-only reader of one JSON text (RFC 8259): no tree, no copies, escapes stay as they are.
// After an error ok() is false and everything else returns at once, so that errors need to be
// looked at only once, at the end.
class JsonScanner {
 public:
  static constexpr int kMaxDepth = 64;

  enum class Kind { kObject, kArray, kString, kNumber, kTrue, kFalse, kNull, kNone };

  explicit JsonScanner(std::string_view text)
      : begin_(text.data()), at_(text.data()), end_(text.data() + text.size()) {}

  bool ok() const { return ok_; }
  // Only blanks are left.
  bool at_end() { return ok_ && (skip_blanks(), at_ == end_); }
  std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }
  Kind kind();  // of the value that comes next

  // Calls member(key) for each member, with the scanner at its value, which `member` has to take.
  template <class Member>
  void object(Member member) {
    if (!enter('{')) return;
    if (!take('}')) {
      do {
        const std::string_view key = string();
        if (!take(':')) fail();
        if (!ok_) return;
        member(key);
        if (!ok_) return;
      } while (take(','));
      if (!take('}')) fail();
    }
    --depth_;
  }

  // Calls element() for each element, with the scanner at it, which `element` has to take.
  template <class Element>
  void array(Element element) {
    if (!enter('[')) return;
    if (!take(']')) {
      do {
        element();
        if (!ok_) return;
      } while (take(','));
      if (!take(']')) fail();
    }
    --depth_;
  }

  std::string_view string();  // between the quotes, as written
  std::string_view value();   // the text of any value
  void skip();                // any value
  void fail() {
    ok_ = false;
    at_ = end_;
  }

 private:
  void skip_blanks() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }
  bool take(char c) {
    if (at_ < end_ && *at_ == c) return ++at_, true;
    skip_blanks();
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  bool enter(char c) {
    if (take(c) && ++depth_ <= kMaxDepth) return true;
    fail();
    return false;
  }
  void number();
  void word(std::string_view text);

  const char* begin_;
  const char* at_;
  const char* end_;
  int depth_ = 0;
  bool ok_ = true;
};

}  // namespace sample
