#include "store/sql/value.hpp"

#include "base/text.hpp"

namespace stepgate::store::sql {

std::int64_t Value::integer() const {
  if (const auto* i = std::get_if<std::int64_t>(&v_)) return *i;
  if (const auto* d = std::get_if<double>(&v_)) return static_cast<std::int64_t>(*d);
  if (const auto* s = std::get_if<std::string>(&v_)) return parse_int(*s).value_or(0);
  return 0;
}

double Value::real() const {
  if (const auto* d = std::get_if<double>(&v_)) return *d;
  if (const auto* i = std::get_if<std::int64_t>(&v_)) return static_cast<double>(*i);
  if (const auto* s = std::get_if<std::string>(&v_)) return parse_double(*s).value_or(0);
  return 0;
}

std::string Value::text() const {
  if (const auto* s = std::get_if<std::string>(&v_)) return *s;
  if (const auto* b = std::get_if<Blob>(&v_)) return b->bytes;
  if (const auto* i = std::get_if<std::int64_t>(&v_)) return std::to_string(*i);
  if (const auto* d = std::get_if<double>(&v_)) return format_double(*d);
  return {};
}

}  // namespace stepgate::store::sql
