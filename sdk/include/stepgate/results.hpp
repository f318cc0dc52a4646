// What comes back for people. Copied by the host at once; the last word about a person counts.
#pragma once
#include <stepgate/abi.h>
#include <stepgate/call.hpp>
#include <stepgate/chunk.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace stepgate::sdk {

/// Makes the value that crosses. Strings are borrowed: the text must live until the call that takes
/// it returns.
inline stepgate_value make_value(std::nullptr_t) noexcept {
  stepgate_value value{};
  value.type = STEPGATE_NULL;
  return value;
}
inline stepgate_value make_value(double number) noexcept {
  stepgate_value value{};
  value.type = STEPGATE_FLOAT;
  value.as.f64 = number;
  return value;
}
template <class T, std::enable_if_t<std::is_integral_v<T>, int> = 0>
stepgate_value make_value(T number) noexcept {
  stepgate_value value{};
  value.type = std::is_same_v<T, bool> ? STEPGATE_BOOL : STEPGATE_INT;
  value.as.i64 = static_cast<int64_t>(number);
  return value;
}
inline stepgate_value make_value(std::string_view text) noexcept {
  stepgate_value value{};
  value.type = STEPGATE_STRING;
  value.as.str = str(text);
  return value;
}
inline stepgate_value make_value(const char* text) noexcept {
  return make_value(std::string_view(text));
}
inline stepgate_value make_value(const std::string& text) noexcept {
  return make_value(std::string_view(text));
}
inline stepgate_value make_value(const stepgate_value& value) noexcept { return value; }
/// JSON of any other kind, or (`readable` false) the text of a value that could not be read.
inline stepgate_value make_json_value(std::string_view text, bool readable = true) noexcept {
  stepgate_value value = make_value(text);
  value.type = readable ? STEPGATE_JSON : STEPGATE_BAD;
  return value;
}

class Results {
 public:
  Results(const Call& call, const Chunk& chunk) noexcept : call_(&call.raw()), chunk_(chunk) {}

  /// A field of a person: nullptr, bool, integer, double, text or a stepgate_value. False: the
  /// admin has not mapped that field, so it is not kept.
  template <class T>
  bool set(std::size_t record, FieldRef field, const T& value) const noexcept {
    const std::size_t index = chunk_.in_field(field);
    if (index == FieldRef::kNone) return false;
    const stepgate_value crossing = make_value(value);
    call_->set(call_, static_cast<uint32_t>(record), static_cast<uint32_t>(index), &crossing);
    return true;
  }
  /// An activity attribute of a person. False: it was never declared.
  template <class T>
  bool set_attribute(std::size_t record, FieldRef attribute, const T& value) const noexcept {
    const std::size_t index = chunk_.attribute(attribute);
    if (index == FieldRef::kNone) return false;
    const stepgate_value crossing = make_value(value);
    call_->set_attribute(call_, static_cast<uint32_t>(record), static_cast<uint32_t>(index),
                         &crossing);
    return true;
  }
  void succeed(std::size_t record) const noexcept { finish(record, true, {}, {}); }
  /// `code` counts in the statistics, `reason` is for people.
  void fail(std::size_t record, std::string_view code, std::string_view reason) const noexcept {
    finish(record, false, code, reason);
  }
  void finish(std::size_t record, bool success, std::string_view code,
              std::string_view reason) const noexcept {
    call_->finish(call_, static_cast<uint32_t>(record), success ? 1 : 0, str(code), str(reason));
  }
  /// Nobody's result counts.
  void fail_chunk(std::string_view code, std::string_view message) const noexcept {
    call_->fail_chunk(call_, str(code), str(message));
  }
  const Chunk& chunk() const noexcept { return chunk_; }

 private:
  const stepgate_call* call_;
  Chunk chunk_;
};

}  // namespace stepgate::sdk
