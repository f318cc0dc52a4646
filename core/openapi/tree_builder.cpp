#include "openapi/tree_builder.hpp"

#include <utility>

#include "base/text.hpp"

namespace stepgate::openapi {
namespace {

constexpr std::size_t kLinearNames =
    16;  ///< objects up to this size are searched, larger ones hashed

void merge_from(Json& into, const Json& from) {
  for (const auto& [name, value] : from.members()) {
    if (!into.has(name)) into.mutable_members().emplace_back(name, value);
  }
}

/// YAML's merge key: members that are not set are taken from the mapping, or mappings, that it
/// names.
void apply_merge_key(Json& object) {
  const Json* found = object.find("<<");
  if (found == nullptr || (!found->is_object() && !found->is_array())) return;
  const Json merged = *found;
  object.erase("<<");
  merge_from(object, merged);
  for (const Json& one : merged.items()) merge_from(object, one);
}

}  // namespace

bool TreeBuilder::expects_key() const noexcept {
  return !frames_.empty() && frames_.back().value.is_object() && !frames_.back().has_key;
}

bool TreeBuilder::is_new(Frame& frame, std::string_view name) {
  const auto& members = frame.value.members();
  if (members.size() < kLinearNames) return !frame.value.has(name);
  if (frame.names.empty()) {
    for (const auto& member : members) frame.names.insert(member.first);
  }
  return frame.names.insert(std::string(name)).second;
}

std::string TreeBuilder::where() const {
  std::string path;
  for (const Frame& frame : frames_) {
    if (frame.value.is_array()) path += '/' + std::to_string(frame.value.size());
    if (frame.value.is_object() && frame.has_key) path += pointer_step(frame.key);
  }
  return path;
}

void TreeBuilder::key(std::string_view name) {
  Frame& frame = frames_.back();
  frame.drop = !is_new(frame, name);
  frame.key = name;
  frame.has_key = true;
  count(0, name.size());
  if (frame.drop && findings_.json().size() <= Findings::kMost) {
    findings_.warn({"DUPLICATE_KEY", where(), "the key stands here twice; the first one counts",
                    "Remove one of the two."});
  }
}

void TreeBuilder::count(std::size_t values, std::size_t bytes) {
  values_ += values;
  bytes_ += bytes;
  if (values_ > limits_.max_values) {
    throw Unreadable{"it holds more than " + std::to_string(limits_.max_values) + " values", true};
  }
  if (bytes_ > limits_.max_bytes) {
    throw Unreadable{"its text grows beyond " + std::to_string(limits_.max_bytes) + " bytes"};
  }
}

void TreeBuilder::attach(Json value) {
  if (frames_.empty()) {
    root_ = std::move(value);
    return;
  }
  Frame& frame = frames_.back();
  if (frame.value.is_array()) {
    frame.value.push(std::move(value));
    return;
  }
  if (!frame.drop)
    frame.value.mutable_members().emplace_back(std::move(frame.key), std::move(value));
  frame.has_key = false;
}

void TreeBuilder::remember(Anchor anchor, const Json& value, std::size_t values,
                           std::size_t bytes) {
  if (anchor == 0) return;
  count(values, bytes);  // the copy that is kept for later aliases takes memory too
  anchors_[anchor] = {value, values, bytes};
}

void TreeBuilder::scalar(Json value, Anchor anchor) {
  const std::size_t bytes = value.as_string().size();
  count(1, bytes);
  remember(anchor, value, 1, bytes);
  attach(std::move(value));
}

void TreeBuilder::begin(Json::Type container, Anchor anchor) {
  if (frames_.size() >= limits_.max_depth) {
    throw Unreadable{"it is nested deeper than " + std::to_string(limits_.max_depth) + " levels",
                     true};
  }
  Frame frame;
  frame.value = container == Json::Type::array ? Json::array() : Json::object();
  frame.anchor = anchor;
  frame.values_before = values_;
  frame.bytes_before = bytes_;
  frames_.push_back(std::move(frame));
  count(1, 0);
}

void TreeBuilder::end() {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  if (frame.value.is_object()) apply_merge_key(frame.value);
  remember(frame.anchor, frame.value, values_ - frame.values_before, bytes_ - frame.bytes_before);
  attach(std::move(frame.value));
}

void TreeBuilder::alias(Anchor anchor) {
  if (++aliases_ > limits_.max_aliases) {
    throw Unreadable{"it uses more than " + std::to_string(limits_.max_aliases) + " aliases", true};
  }
  const auto found = anchors_.find(anchor);
  if (found == anchors_.end()) throw Unreadable{"an alias stands inside of what it refers to"};
  count(found->second.values, found->second.bytes);
  if (expects_key()) {
    if (!found->second.value.is_string()) throw Unreadable{"a key is not a text"};
    key(found->second.value.as_string());
    return;
  }
  attach(found->second.value);
}

}  // namespace stepgate::openapi
