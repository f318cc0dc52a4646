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
/// `scratch` holds text that had to be made; valid until the next call with it.
Coerced coerce(DataType type, const RawValue& value, std::string& scratch);

/// The canonical text of a value for activities and exports: "true", "42", "1.5", text as it is.
std::string_view canonical_text(const RawValue& value, std::string& scratch);

}  // namespace stepgate::flow
