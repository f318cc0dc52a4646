#include "oddities/patch.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace sample {
namespace {

struct Place {
  Node& parent;
  std::string step;  // a key or an index
  Node* node;        // nothing: a member that is not there yet
};

Node json(std::string_view text) { return Node::parse(text).value_or(Node()); }

std::string unescaped_step(std::string step) {
  for (const auto& [from, to] : {std::pair("~1", "/"), std::pair("~0", "~")}) {
    for (std::size_t at = 0; (at = step.find(from, at)) != std::string::npos; ++at) {
      step.replace(at, 2, to);
    }
  }
  return step;
}

std::size_t index_of(const Place& place) {
  std::size_t index = 0;
  std::from_chars(place.step.data(), place.step.data() + place.step.size(), index);
  return index;
}

void set(const Place& place, Node value) {
  if (place.node) {
    *place.node = std::move(value);
  } else if (place.parent.kind == Node::Kind::kObject) {
    place.parent.set(place.step, std::move(value));
  } else if (place.step == "-") {
    place.parent.elements.push_back(std::move(value));
  }
}

void erase(const Place& place) {
  if (!place.node) return;
  if (place.parent.kind == Node::Kind::kArray) {
    const auto at = static_cast<std::ptrdiff_t>(index_of(place));
    place.parent.elements.erase(place.parent.elements.begin() + at);
    return;
  }
  std::erase_if(place.parent.members, [&](const auto& one) { return one.first == place.step; });
}

void rename(const Place& place, const std::string& key) {
  for (auto& [name, value] : place.parent.members) {
    if (name == place.step) name = key;
  }
}

// A list takes the place of its parent.
void lift(const Place& place) {
  if (place.node->kind == Node::Kind::kArray) {
    Node list = std::move(*place.node);
    place.parent = std::move(list);
    return;
  }
  auto members = std::move(place.node->members);
  erase(place);
  std::move(members.begin(), members.end(), std::back_inserter(place.parent.members));
}

void wrap(Node& node, const std::string& key) {
  Node outer;
  outer.kind = Node::Kind::kObject;
  outer.members.emplace_back(key, std::move(node));
  node = std::move(outer);
}

void fill(Node& node, const std::string& count) {
  std::size_t wanted = 0;
  std::from_chars(count.data(), count.data() + count.size(), wanted);
  while (!node.elements.empty() && node.elements.size() < wanted) {
    node.elements.push_back(Node(node.elements.back()));
  }
}

void change(const Patch& patch, const Place& place) {
  const std::string& verb = patch.verb;
  if (verb == "set") return set(place, json(patch.argument));
  if (!place.node) return;
  Node& node = *place.node;
  if (verb == "delete") return erase(place);
  if (verb == "rename") return rename(place, patch.argument);
  if (verb == "lift") return lift(place);
  if (verb == "wrap") return wrap(node, patch.argument);
  if (verb == "fill") return fill(node, patch.argument);
  if (verb == "copy") return place.parent.set(patch.argument, Node(node));
  if (verb == "quote" && !node.is_string()) node.text = '"' + node.text + '"';
  if (verb == "prefix" && node.is_string()) node.text.insert(1, patch.argument);
  if (verb == "repeat") place.parent.elements.push_back(Node(node));
  if (verb == "bare" && !node.elements.empty()) node = Node(node.elements.front());
  if (verb == "list") {
    Node list;
    list.kind = Node::Kind::kArray;
    list.elements.push_back(std::move(node));
    node = std::move(list);
  }
}

// Backwards, since a change may take elements away or add them.
void each_child(Node& node, const Patch& patch, std::string_view rest);

void walk(Node& node, const Patch& patch, std::string_view pointer) {
  pointer.remove_prefix(1);
  const auto slash = std::min(pointer.find('/'), pointer.size());
  const std::string step = unescaped_step(std::string(pointer.substr(0, slash)));
  const std::string_view rest = pointer.substr(slash);
  if (step == "*") return each_child(node, patch, rest);
  Node* child = node.find(step);
  Place place{node, step, child};
  if (node.kind == Node::Kind::kArray && step != "-") {
    const std::size_t index = index_of(place);
    if (index < node.elements.size()) place.node = child = &node.elements[index];
  }
  if (rest.empty()) return change(patch, place);
  if (child) walk(*child, patch, rest);
}

void each_child(Node& node, const Patch& patch, std::string_view rest) {
  for (std::size_t i = node.elements.size(); i-- > 0;) {
    walk(node, patch, "/" + std::to_string(i) + std::string(rest));
  }
  for (std::size_t i = node.members.size(); i-- > 0;) {
    std::string key = node.members[i].first;
    if (key.find_first_of("~/") != std::string::npos) continue;
    walk(node, patch, "/" + key + std::string(rest));
  }
}

}  // namespace

bool is_patch(std::string_view verb) {
  constexpr std::string_view kVerbs[] = {"set",  "delete", "rename", "copy", "quote",  "prefix",
                                         "lift", "wrap",   "list",   "bare", "repeat", "fill"};
  return std::find(std::begin(kVerbs), std::end(kVerbs), verb) != std::end(kVerbs);
}

void apply(const Patch& patch, Node& root) {
  if (patch.pointer.empty()) {
    // The whole document, as a child of nothing.
    Node parent;
    parent.kind = Node::Kind::kArray;
    parent.elements.push_back(std::move(root));
    change(patch, {parent, "0", &parent.elements.front()});
    if (!parent.elements.empty()) root = std::move(parent.elements.front());
    return;
  }
  walk(root, patch, patch.pointer);
}

}  // namespace sample
