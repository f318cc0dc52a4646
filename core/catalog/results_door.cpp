#include "catalog/results_door.hpp"

namespace stepgate::catalog {
namespace {

using Kind = flow::RawValue::Kind;
static_assert(static_cast<int>(Kind::absent) == STEPGATE_ABSENT &&
              static_cast<int>(Kind::null) == STEPGATE_NULL &&
              static_cast<int>(Kind::boolean) == STEPGATE_BOOL &&
              static_cast<int>(Kind::integer) == STEPGATE_INT &&
              static_cast<int>(Kind::real) == STEPGATE_FLOAT &&
              static_cast<int>(Kind::string) == STEPGATE_STRING &&
              static_cast<int>(Kind::json) == STEPGATE_JSON &&
              static_cast<int>(Kind::bad) == STEPGATE_BAD);

flow::RawValue to_raw(const stepgate_value& value) noexcept {
  flow::RawValue raw;
  raw.kind = static_cast<Kind>(value.type);
  switch (raw.kind) {
    case Kind::boolean:
    case Kind::integer:
      raw.integer = value.as.i64;
      break;
    case Kind::real:
      raw.real = value.as.f64;
      break;
    case Kind::string:
    case Kind::json:
    case Kind::bad:
      raw.text = {value.as.str.data, static_cast<std::size_t>(value.as.str.size)};
      break;
    case Kind::absent:
    case Kind::null:
      break;
  }
  return raw;
}

}  // namespace

stepgate_value to_abi(const flow::RawValue& value) noexcept {
  stepgate_value out;
  out.type = static_cast<std::uint32_t>(value.kind);
  out.reserved = 0;
  switch (value.kind) {
    case Kind::boolean:
    case Kind::integer:
      out.as.i64 = value.integer;
      break;
    case Kind::real:
      out.as.f64 = value.real;
      break;
    case Kind::absent:
    case Kind::null:
    case Kind::string:
    case Kind::json:
    case Kind::bad:
      out.as.str = {value.text.data(), value.text.size()};
      break;
  }
  return out;
}

void ResultsDoor::set(std::uint32_t record, std::uint32_t field, const stepgate_value& value) {
  results_.set(record, field, to_raw(value));
}
void ResultsDoor::set_attribute(std::uint32_t record, std::uint32_t attribute,
                                const stepgate_value& value) {
  results_.set_attribute(record, attribute, to_raw(value));
}
void ResultsDoor::finish(std::uint32_t record, bool success, std::string_view code,
                         std::string_view reason) {
  results_.finish(record, success, code, reason);
}
void ResultsDoor::fail_chunk(std::string_view code, std::string_view message) {
  results_.fail_chunk(code, message);
}
void ResultsDoor::warn(std::int64_t record, std::string_view code, std::string_view message) {
  results_.warn(record, code, message);
}

}  // namespace stepgate::catalog
