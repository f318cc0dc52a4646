// One value of a column: nothing, an integer or a text. Borrows the text.
#pragma once
#include <cstdint>
#include <string_view>

namespace stepgate::store::activity {

struct Value {
  enum class Kind : std::uint8_t { null, integer, text };

  constexpr Value() noexcept = default;
  static constexpr Value of(std::int64_t i) noexcept {
    Value v;
    v.kind = Kind::integer;
    v.integer = i;
    return v;
  }
  static constexpr Value of(std::string_view s) noexcept {
    Value v;
    v.kind = Kind::text;
    v.size = static_cast<std::uint32_t>(s.size());
    v.data = s.data() != nullptr ? s.data() : "";
    return v;
  }

  bool is_null() const noexcept { return kind == Kind::null; }
  std::string_view text() const noexcept {
    return kind == Kind::text ? std::string_view(data, size) : std::string_view();
  }
  std::int64_t number(std::int64_t otherwise = 0) const noexcept {
    return kind == Kind::integer ? integer : otherwise;
  }

  Kind kind = Kind::null;
  std::uint32_t size = 0;  ///< text: bytes
  union {
    std::int64_t integer = 0;
    const char* data;
  };
};

/// What a column says of each entry. Stored: never renumbered.
enum class ColumnKind : std::uint8_t {
  outcome = 1,    ///< Outcome; null: an import, no activity of a service
  code = 2,       ///< of the failed
  reason = 3,     ///< as the service gave it
  attribute = 4,  ///< declared activity attribute; key: its name
  parameter = 5,  ///< flow attribute as sent, JSON text; key: its name
  old_value = 6,  ///< of a field; key: its id in decimal
  new_value = 7,  ///< both null: the field did not change
  // Of the whole chunk. The first five stand in the row when they are the same for all.
  run = 16,
  service = 17,
  step = 18,
  chunk = 19,
  at = 20,
  source = 21,
  change_reason = 22,
  primary = 23,  ///< name of the flow attribute whose value is the asset
};

}  // namespace stepgate::store::activity
