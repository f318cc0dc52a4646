// One value: as an adapter gave it (RawValue), and as it will be written (Cell).
#pragma once
#include <cstdint>
#include <string_view>

namespace stepgate::flow {

/// As given by an adapter; the text is borrowed. Kinds are those of the ABI's STEPGATE_ABSENT ...
/// STEPGATE_BAD.
struct RawValue {
  enum class Kind : std::uint8_t { absent, null, boolean, integer, real, string, json, bad };
  Kind kind = Kind::absent;
  std::int64_t integer = 0;  ///< also boolean: 0 or 1
  double real = 0;
  std::string_view text;  ///< string, json, bad
};

/// What to do with a column of a person. Text lives in the arena of the results it belongs to.
struct Cell {
  enum class Kind : std::uint8_t {
    keep,     ///< says nothing: the column stays as it is
    null,     ///< becomes empty
    integer,  ///< boolean, integer, absolute score
    add,      ///< relative score: old value (empty: 0) plus this, kept inside 32 bits
    real,
    text
  };
  Kind kind = Kind::keep;
  std::uint32_t size = 0;  ///< text: bytes
  union {
    std::int64_t integer = 0;
    double real;
    std::uint64_t offset;  ///< text: first byte in the arena
  };
};

}  // namespace stepgate::flow
