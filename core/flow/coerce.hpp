// One value into the form in which a column keeps it (docs/protocol.md section 4, "Values written
// back").
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "flow/field.hpp"
#include "flow/value.hpp"

namespace stepgate::flow {

struct Coerced {
  Cell cell;              ///< keep when the value says nothing or was refused; text: see `text`
  std::string_view text;  ///< of a text cell; points into `value.text` or `scratch`
  std::string_view
      refused;  ///< not empty: an UPPER_SNAKE code; the value fails, the person does not
  std::string_view warning;  ///< not empty: written, but changed on the way (TEXT_CUT, NUL_REMOVED)
};

/// What is refused, by type (docs/protocol.md section 4): VALUE_NOT_BOOLEAN, VALUE_NOT_INTEGER,
/// VALUE_OUT_OF_RANGE, VALUE_NOT_NUMBER, VALUE_NOT_DATE, VALUE_NOT_DATETIME, VALUE_TOO_LONG (email,
/// url), VALUE_EMPTY ("" for what is not text-like), VALUE_NOT_SCALAR (array or object),
/// VALUE_UNREADABLE (bad JSON value, bad UTF-8). White space around a value is ignored, except in
/// text-like fields, which keep it. The word "null" clears text-like fields only; for other types
/// it is a text like any other.
///
/// `scratch` holds text that had to be made; valid until the next call with it.
Coerced coerce(DataType type, const RawValue& value, std::string& scratch);

inline constexpr std::size_t kStringBytes = 255;  ///< email, string, url
inline constexpr std::size_t kTextBytes = 2000;   ///< text, activity attributes, reasons

/// Valid UTF-8 without U+0000. `scratch` is used only when `text` has to be changed.
std::string_view clean_text(std::string_view text, std::string& scratch);

/// The canonical text of a value for activities and exports: "true", "42", "1.5", text as it is.
std::string_view canonical_text(const RawValue& value, std::string& scratch);

}  // namespace stepgate::flow
