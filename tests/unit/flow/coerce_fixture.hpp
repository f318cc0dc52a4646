// A coerced value as text, and raw values in one word: so that each rule is one line of a table.
#pragma once
#include <string>
#include <string_view>

#include "flow/coerce.hpp"

namespace stepgate::flow::test {

inline RawValue absent() { return {}; }
inline RawValue null() { return {RawValue::Kind::null, 0, 0, {}}; }
inline RawValue boolean(bool v) { return {RawValue::Kind::boolean, v ? 1 : 0, 0, {}}; }
inline RawValue integer(std::int64_t v) { return {RawValue::Kind::integer, v, 0, {}}; }
inline RawValue real(double v) { return {RawValue::Kind::real, 0, v, {}}; }
inline RawValue text(std::string_view v) { return {RawValue::Kind::string, 0, 0, v}; }
inline RawValue json(std::string_view v) { return {RawValue::Kind::json, 0, 0, v}; }
inline RawValue bad(std::string_view v) { return {RawValue::Kind::bad, 0, 0, v}; }

/// "keep", "null", "=5", "add 5", "~1.5" (real), "'text'", "!CODE" (refused), "'te' TEXT_CUT".
std::string coerced(DataType type, const RawValue& value);

}  // namespace stepgate::flow::test
