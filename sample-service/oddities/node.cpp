#include "oddities/node.hpp"

#include "json/scanner.hpp"

namespace sample {
namespace {

Node read(JsonScanner& in) {
  Node node;
  switch (in.kind()) {
    case JsonScanner::Kind::kObject:
      node.kind = Node::Kind::kObject;
      in.object([&](std::string_view key) {
        node.members.emplace_back(std::string(key), Node());
        node.members.back().second = read(in);
      });
      break;
    case JsonScanner::Kind::kArray:
      node.kind = Node::Kind::kArray;
      in.array([&] { node.elements.push_back(read(in)); });
      break;
    default:
      node.text = in.value();
  }
  return node;
}

}  // namespace

std::optional<Node> Node::parse(std::string_view json) {
  JsonScanner in(json);
  Node node = read(in);
  if (!in.at_end()) return std::nullopt;
  return node;
}

Node* Node::find(std::string_view key) {
  for (auto& [name, value] : members) {
    if (name == key) return &value;
  }
  return nullptr;
}

void Node::set(std::string_view key, Node value) {
  if (Node* const there = find(key)) {
    *there = std::move(value);
  } else {
    members.emplace_back(std::string(key), std::move(value));
  }
}

void Node::write(std::string& out) const {
  bool first = true;
  const auto comma = [&] {
    if (!first) out += ',';
    first = false;
  };
  if (kind == Kind::kScalar) out += text;
  if (kind == Kind::kObject) {
    out += '{';
    for (const auto& [key, value] : members) {
      comma();
      out.append("\"").append(key).append("\":");
      value.write(out);
    }
    out += '}';
  }
  if (kind == Kind::kArray) {
    out += '[';
    for (const Node& element : elements) {
      comma();
      element.write(out);
    }
    out += ']';
  }
}

}  // namespace sample
