// People on their way to a service: typed getters over the host's arrays. Nothing is copied; a
// Chunk and what it gives live until the function that got it returns.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/json.hpp>
#include <stepgate/text.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace stepgate::sdk {

/// A field or attribute by its key or by its index; look an index up once
/// (`chunk.field("country")`) when speed counts.
class FieldRef {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  template <class T, std::enable_if_t<std::is_integral_v<T>, int> = 0>
  FieldRef(T index) noexcept : index_(static_cast<std::size_t>(index)) {}
  FieldRef(const char* key) noexcept : key_(key) {}
  FieldRef(std::string_view key) noexcept : key_(key) {}
  FieldRef(const std::string& key) noexcept : key_(key) {}

  /// The index among `count` things whose keys `key_at(i)` gives; kNone when there is none.
  template <class KeyAt>
  std::size_t resolve(std::size_t count, KeyAt&& key_at) const noexcept {
    if (index_ != kNone) return index_ < count ? index_ : kNone;
    for (std::size_t i = 0; i < count; ++i) {
      if (key_at(i) == key_) return i;
    }
    return kNone;
  }

 private:
  std::string_view key_;
  std::size_t index_ = kNone;
};

/// One value of a person, as the host has it.
class Value {
 public:
  explicit Value(const stepgate_value& value) noexcept : value_(&value) {}

  uint32_t type() const noexcept { return value_->type; }  ///< STEPGATE_ABSENT ...
  bool absent() const noexcept { return type() == STEPGATE_ABSENT; }
  bool null() const noexcept { return type() == STEPGATE_NULL; }
  /// Neither absent nor empty.
  explicit operator bool() const noexcept { return !absent() && !null(); }

  std::optional<bool> boolean() const noexcept {
    if (type() != STEPGATE_BOOL) return std::nullopt;
    return value_->as.i64 != 0;
  }
  std::optional<int64_t> integer() const noexcept {
    if (type() != STEPGATE_INT) return std::nullopt;
    return value_->as.i64;
  }
  std::optional<double> number() const noexcept {
    if (type() == STEPGATE_INT) return static_cast<double>(value_->as.i64);
    if (type() != STEPGATE_FLOAT) return std::nullopt;
    return value_->as.f64;
  }
  /// The text of a string, date, JSON or unreadable value; of anything else empty.
  std::string_view text() const noexcept {
    return type() >= STEPGATE_STRING && type() <= STEPGATE_BAD ? view(value_->as.str)
                                                               : std::string_view{};
  }
  /// Any value as text: numbers are written out, absent and empty ones give "".
  std::string to_text() const {
    switch (type()) {
      case STEPGATE_BOOL:
        return value_->as.i64 != 0 ? "true" : "false";
      case STEPGATE_INT:
        return std::to_string(value_->as.i64);
      case STEPGATE_FLOAT:
        return detail::number_text(value_->as.f64);
      default:
        return std::string(text());
    }
  }
  const stepgate_value& raw() const noexcept { return *value_; }

 private:
  const stepgate_value* value_;
};

class Chunk {
 public:
  explicit Chunk(const stepgate_chunk& chunk) noexcept : chunk_(&chunk) {}

  std::size_t size() const noexcept { return chunk_->record_count; }
  int64_t id(std::size_t record) const noexcept { return chunk_->ids[record]; }
  uint32_t attempt() const noexcept { return chunk_->attempt; }

  std::size_t out_count() const noexcept { return chunk_->out_field_count; }
  std::string_view out_key(std::size_t i) const noexcept { return view(chunk_->out_fields[i].key); }
  std::size_t in_count() const noexcept { return chunk_->in_field_count; }
  std::string_view in_key(std::size_t i) const noexcept { return view(chunk_->in_fields[i].key); }
  std::size_t attribute_count() const noexcept { return chunk_->attribute_count; }
  std::string_view attribute_key(std::size_t i) const noexcept {
    return view(chunk_->attributes[i]);
  }

  /// Index of an outgoing field, an incoming one, an activity attribute; FieldRef::kNone when the
  /// admin has not mapped it.
  std::size_t field(FieldRef ref) const noexcept {
    return ref.resolve(out_count(), [this](std::size_t i) { return out_key(i); });
  }
  std::size_t in_field(FieldRef ref) const noexcept {
    return ref.resolve(in_count(), [this](std::size_t i) { return in_key(i); });
  }
  std::size_t attribute(FieldRef ref) const noexcept {
    return ref.resolve(attribute_count(), [this](std::size_t i) { return attribute_key(i); });
  }

  /// A person's value; absent when the field is not mapped, or in on_callback, where no values are
  /// shown.
  Value at(std::size_t record, FieldRef ref) const noexcept {
    static constexpr stepgate_value kAbsent{};
    const std::size_t index = field(ref);
    if (index == FieldRef::kNone || chunk_->values == nullptr || record >= size()) {
      return Value(kAbsent);
    }
    return Value(chunk_->values[record * out_count() + index]);
  }
  std::string_view text(std::size_t record, FieldRef ref) const noexcept {
    return at(record, ref).text();
  }
  std::optional<int64_t> integer(std::size_t record, FieldRef ref) const noexcept {
    return at(record, ref).integer();
  }
  std::optional<double> number(std::size_t record, FieldRef ref) const noexcept {
    return at(record, ref).number();
  }
  std::optional<bool> boolean(std::size_t record, FieldRef ref) const noexcept {
    return at(record, ref).boolean();
  }

  /// JSON objects, the same for every record (ABI.md); read them once per chunk:
  /// `Json::parse(chunk.parameters())`.
  std::string_view parameters() const noexcept { return view(chunk_->parameters); }
  std::string_view headers() const noexcept { return view(chunk_->headers); }
  std::string_view context() const noexcept { return view(chunk_->context); }

  std::string_view callback_url() const noexcept { return view(chunk_->callback_url); }
  std::string_view token() const noexcept { return view(chunk_->token); }
  std::string_view callback_key() const noexcept { return view(chunk_->callback_key); }

  const stepgate_chunk& raw() const noexcept { return *chunk_; }

 private:
  const stepgate_chunk* chunk_;
};

}  // namespace stepgate::sdk
