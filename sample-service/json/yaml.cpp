#include "json/yaml.hpp"

#include <algorithm>
#include <array>

#include "json/scanner.hpp"

namespace sample {
namespace {

using Kind = JsonScanner::Kind;

bool is_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

constexpr std::string_view kPlainMarks = "_./-$ ";

// Text that no reader takes for a number, a boolean, null or syntax; everything else keeps its JSON
// quotes, which are YAML as well.
bool is_plain(std::string_view text) {
  constexpr std::array kReserved{"true", "false", "null", "yes", "no", "on", "off", "y", "n"};
  if (text.empty() || text.back() == ' ') return false;
  if (!is_letter(text.front()) && text.front() != '/' && text.front() != '$') return false;
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return static_cast<char>(c | 0x20); });
  if (std::find(kReserved.begin(), kReserved.end(), lower) != kReserved.end()) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || kPlainMarks.find(c) != std::string_view::npos;
  });
}

class YamlWriter {
 public:
  explicit YamlWriter(std::string_view json) : in_(json) {}

  std::string write() {
    value(0, false);
    return std::move(out_);
  }

 private:
  // `in_item`: the value follows a "- " and starts on its line.
  void value(int indent, bool in_item) {
    switch (in_.kind()) {
      case Kind::kObject:
        return object(indent, in_item);
      case Kind::kArray:
        return array(indent);
      case Kind::kString:
        out_ += ' ', text(in_.string()), out_ += '\n';
        return;
      default:
        out_ += ' ', out_ += in_.value(), out_ += '\n';
        return;
    }
  }

  void object(int indent, bool in_item) {
    bool first = true;
    in_.object([&](std::string_view key) {
      if (!first || !in_item) start_line(indent, first);
      if (first && in_item) out_ += ' ';
      first = false;
      text(key);
      out_ += ':';
      value(indent + 2, false);
    });
    if (first) out_ += " {}\n";
  }

  void array(int indent) {
    bool first = true;
    in_.array([&] {
      start_line(indent, first);
      first = false;
      out_ += '-';
      value(indent + 2, true);
    });
    if (first) out_ += " []\n";
  }

  // The first line of a container ends the line of its key; the document has none.
  void start_line(int indent, bool first) {
    if (first && !out_.empty()) out_ += '\n';
    out_.append(static_cast<std::size_t>(indent), ' ');
  }

  void text(std::string_view raw) {
    if (is_plain(raw)) {
      out_ += raw;
    } else {
      out_.append("\"").append(raw).append("\"");
    }
  }

  JsonScanner in_;
  std::string out_;
};

}  // namespace

std::string json_to_yaml(std::string_view json) { return YamlWriter(json).write(); }

}  // namespace sample
