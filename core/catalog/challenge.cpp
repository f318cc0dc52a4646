#include "catalog/challenge.hpp"

#include "base/text.hpp"

namespace stepgate::catalog {
namespace {

/// Reads one challenge list from left to right.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool done() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == ','))
      ++at_;
    return at_ >= text_.size();
  }
  std::string_view word() {
    const auto begin = at_;
    while (at_ < text_.size() &&
           std::string_view(" \t,=\"").find(text_[at_]) == std::string_view::npos)
      ++at_;
    if (at_ == begin) ++at_;  // something odd: step over it
    return text_.substr(begin, at_ - begin);
  }
  bool equals() {
    auto next = at_;
    while (next < text_.size() && (text_[next] == ' ' || text_[next] == '\t')) ++next;
    if (next >= text_.size() || text_[next] != '=') return false;
    at_ = next + 1;
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    return true;
  }
  std::string value() {
    if (at_ >= text_.size() || text_[at_] != '"') return std::string(word());
    std::string out;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      out += text_[at_];
    }
    ++at_;
    return out;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::string> realm_of(std::string_view challenge) {
  Scanner scanner(challenge);
  bool basic = false;
  while (!scanner.done()) {
    const auto word = scanner.word();
    if (!scanner.equals()) {
      basic = iequals(word, "Basic");
      continue;
    }
    auto value = scanner.value();
    if (basic && iequals(word, "realm")) return value;
  }
  return std::nullopt;
}

}  // namespace stepgate::catalog
