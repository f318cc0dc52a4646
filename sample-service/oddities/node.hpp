#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sample {

// A JSON value as a tree whose scalars stay as they were written, so that what no writer would
// produce (bad UTF-8, lone surrogates, 1e999, the same key twice) can be put into it.
struct Node {
  enum class Kind { kScalar, kObject, kArray };

  Kind kind = Kind::kScalar;
  std::string text;  // of a scalar, as written, quotes included
  std::vector<std::pair<std::string, Node>> members;
  std::vector<Node> elements;

  static std::optional<Node> parse(std::string_view json);

  bool is_string() const { return kind == Kind::kScalar && text.starts_with('"'); }
  Node* find(std::string_view key);  // the first member of that name
  void set(std::string_view key, Node value);
  void write(std::string& out) const;
};

}  // namespace sample
