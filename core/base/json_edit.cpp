#include "base/json.hpp"

#include <algorithm>

#include "base/json_data.hpp"
#include "base/text.hpp"

namespace stepgate {
namespace {

/// One step of an RFC 6901 pointer, with ~1 for "/" and ~0 for "~".
bool unescape_step(std::string_view step, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i] != '~') {
      out += step[i];
      continue;
    }
    if (++i == step.size() || (step[i] != '0' && step[i] != '1')) return false;
    out += step[i] == '0' ? '~' : '/';
  }
  return true;
}

/// Index of an array: digits without a leading zero.
std::optional<std::size_t> index_of(std::string_view step) {
  if (step.empty() || step.size() > 9 || (step.size() > 1 && step[0] == '0')) return std::nullopt;
  if (step.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  return static_cast<std::size_t>(*parse_int(step));
}

bool same_members(const Json& a, const Json& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto& [name, value] = a.members()[i];
    const auto& twin = b.members()[i];
    if (twin.first == name) {
      if (!(twin.second == value)) return false;
    } else if (!b.has(name) || !(b[name] == value)) {
      return false;
    }
  }
  return true;
}

}  // namespace

const Json& Json::pointer(std::string_view path) const noexcept {
  const Json* at = this;
  static const Json null;
  std::string step;
  while (!path.empty()) {
    if (path.front() != '/') return null;
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    if (!unescape_step(path.substr(0, end), step)) return null;
    path.remove_prefix(end);
    if (at->is_array()) {
      const auto index = index_of(step);
      at = index ? &at->at(*index) : &null;
    } else {
      at = &(*at)[step];
    }
  }
  return *at;
}

Json& Json::set(std::string_view key, Json value) {
  Object& members = mutable_members();
  if (Json* const present = find(key)) {
    *present = std::move(value);
  } else {
    members.emplace_back(std::string(key), std::move(value));
  }
  return *this;
}

Json& Json::push(Json value) {
  mutable_items().push_back(std::move(value));
  return *this;
}

Json* Json::find(std::string_view key) noexcept {
  if (!is_object()) return nullptr;
  for (auto& [name, value] : big_->get<Object>()) {
    if (name == key) return &value;
  }
  return nullptr;
}

bool Json::erase(std::string_view key) {
  if (!is_object()) return false;
  return std::erase_if(big_->get<Object>(), [key](const auto& m) { return m.first == key; }) > 0;
}

Json::Array& Json::mutable_items() {
  if (!is_array()) {
    big_ = Data::of(Array());
    integer_ = 0;
    type_ = Type::array;
  }
  return big_->get<Array>();
}

Json::Object& Json::mutable_members() {
  if (!is_object()) {
    big_ = Data::of(Object());
    integer_ = 0;
    type_ = Type::object;
  }
  return big_->get<Object>();
}

bool Json::operator==(const Json& other) const noexcept {
  if (is_number() && other.is_number()) {
    if (is_int() && other.is_int()) return integer_ == other.integer_;
    return as_double() == other.as_double();
  }
  if (type_ != other.type_) return false;
  switch (type_) {
    case Type::boolean:
      return boolean_ == other.boolean_;
    case Type::array:
      return items() == other.items();
    case Type::object:
      return same_members(*this, other);
    case Type::null:
      return true;
    default:
      return as_string() == other.as_string();
  }
}

}  // namespace stepgate
