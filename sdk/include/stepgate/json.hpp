// A small JSON value for everything that is described once: settings, requests, definitions,
// grants. People do not cross as JSON (chunk.hpp). Standard library only; reading is bounded in
// depth.
#pragma once
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace stepgate::sdk {

/// Objects keep their order; of duplicate keys the first wins. Reading never throws: a value of
/// another type, a missing key or an index out of range gives the default.
class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() noexcept = default;
  Json(std::nullptr_t) noexcept {}
  Json(bool value) noexcept : value_(value) {}
  Json(double value) noexcept : value_(value) {}
  template <class T, std::enable_if_t<std::is_integral_v<T> && !std::is_same_v<T, bool>, int> = 0>
  Json(T value) noexcept : value_(static_cast<int64_t>(value)) {}
  Json(const char* text) : value_(std::string(text)) {}
  Json(std::string_view text) : value_(std::string(text)) {}
  Json(std::string text) noexcept : value_(std::move(text)) {}
  explicit Json(Array items) noexcept : value_(std::move(items)) {}
  explicit Json(Object members) noexcept : value_(std::move(members)) {}

  static Json array(std::initializer_list<Json> items = {}) {
    Json json;
    json.value_ = Array(items);
    return json;
  }
  static Json object(std::initializer_list<Member> members = {}) {
    Json json;
    json.value_ = Object(members);
    return json;
  }
  /// Throws PluginError (INVALID, JSON_UNREADABLE) that names the byte.
  static Json parse(std::string_view text);

  bool is_null() const noexcept { return is<std::monostate>(); }
  bool is_bool() const noexcept { return is<bool>(); }
  bool is_integer() const noexcept { return is<int64_t>(); }
  bool is_number() const noexcept { return is<int64_t>() || is<double>(); }
  bool is_string() const noexcept { return is<std::string>(); }
  bool is_array() const noexcept { return is<Array>(); }
  bool is_object() const noexcept { return is<Object>(); }

  bool boolean(bool otherwise = false) const noexcept { return get(otherwise); }
  int64_t integer(int64_t otherwise = 0) const noexcept { return get(otherwise); }
  double number(double otherwise = 0) const noexcept {
    if (const auto* integer = std::get_if<int64_t>(&value_)) return static_cast<double>(*integer);
    return get(otherwise);
  }
  /// The text of a string; of anything else empty.
  const std::string& text() const noexcept { return get_or_empty<std::string>(); }
  std::string text_or(std::string_view otherwise) const {
    return is_string() ? text() : std::string(otherwise);
  }

  std::size_t size() const noexcept { return is_array() ? items().size() : members().size(); }
  const Array& items() const noexcept { return get_or_empty<Array>(); }
  const Object& members() const noexcept { return get_or_empty<Object>(); }
  bool has(std::string_view key) const noexcept { return find(key) != nullptr; }
  const Json& operator[](std::string_view key) const noexcept {
    const Json* found = find(key);
    return found != nullptr ? *found : none();
  }
  const Json& operator[](const char* key) const noexcept { return (*this)[std::string_view(key)]; }
  const Json& at(std::size_t index) const noexcept {
    return index < items().size() ? items()[index] : none();
  }

  /// Makes an object of anything else; replaces a member of that name.
  Json& set(std::string_view key, Json value) {
    if (!is_object()) value_ = Object{};
    if (Json* found = const_cast<Json*>(find(key))) {
      *found = std::move(value);
    } else {
      std::get<Object>(value_).emplace_back(std::string(key), std::move(value));
    }
    return *this;
  }
  /// Makes an array of anything else.
  Json& push(Json value) {
    if (!is_array()) value_ = Array{};
    std::get<Array>(value_).push_back(std::move(value));
    return *this;
  }

  std::string dump() const;
  bool operator==(const Json& other) const { return value_ == other.value_; }
  bool operator!=(const Json& other) const { return !(*this == other); }

 private:
  template <class T>
  bool is() const noexcept {
    return std::holds_alternative<T>(value_);
  }
  template <class T>
  T get(T otherwise) const noexcept {
    const T* found = std::get_if<T>(&value_);
    return found != nullptr ? *found : otherwise;
  }
  template <class T>
  const T& get_or_empty() const noexcept {
    static const T empty{};
    const T* found = std::get_if<T>(&value_);
    return found != nullptr ? *found : empty;
  }
  const Json* find(std::string_view key) const noexcept {
    for (const Member& member : members()) {
      if (member.first == key) return &member.second;
    }
    return nullptr;
  }
  static const Json& none() noexcept {
    static const Json null;
    return null;
  }

  std::variant<std::monostate, bool, int64_t, double, std::string, Array, Object> value_;
};

}  // namespace stepgate::sdk

#include <stepgate/detail/json_reader.hpp>
#include <stepgate/detail/json_writer.hpp>
