#include "flow/coerce.hpp"

#include <cmath>
#include <limits>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "flow/text_scan.hpp"

namespace stepgate::flow {
namespace {

using Kind = RawValue::Kind;

Coerced refuse(std::string_view code) {
  Coerced c;
  c.refused = code;
  return c;
}

Coerced cell_of(Cell::Kind kind, std::int64_t integer) {
  Coerced c;
  c.cell.kind = kind;
  c.cell.integer = integer;
  return c;
}

Coerced clear() { return cell_of(Cell::Kind::null, 0); }

Coerced text_cell(std::string_view text, std::string_view warning = {}) {
  Coerced c;
  c.cell.kind = Cell::Kind::text;
  c.cell.size = static_cast<std::uint32_t>(text.size());
  c.text = text;
  c.warning = warning;
  return c;
}

Coerced real_cell(double value) {
  Coerced c;
  c.cell.kind = Cell::Kind::real;
  c.cell.real = value == 0 ? 0.0 : value;  // -0.0 and 0.0 are one value, also for the digest
  return c;
}

Coerced integer_cell(Cell::Kind kind, std::int64_t value) {
  using Limits = std::numeric_limits<std::int32_t>;
  if (value < Limits::min() || value > Limits::max()) return refuse("VALUE_OUT_OF_RANGE");
  return cell_of(kind, value);
}

Coerced integer_of_real(Cell::Kind kind, double value) {
  if (value != std::trunc(value)) return refuse("VALUE_NOT_INTEGER");
  if (std::fabs(value) > 4e9) return refuse("VALUE_OUT_OF_RANGE");
  return integer_cell(kind, static_cast<std::int64_t>(value));
}

/// "42", "+5", "42.0", "4.2e1": JSON's numbers as text, with a plus sign.
Coerced integer_of_text(Cell::Kind kind, std::string_view text) {
  if (text.empty()) return refuse("VALUE_EMPTY");
  if (!is_decimal(text)) return refuse("VALUE_NOT_INTEGER");
  if (const auto i = parse_int(text)) return integer_cell(kind, *i);
  const auto d = parse_double(text);
  return d ? integer_of_real(kind, *d) : refuse("VALUE_OUT_OF_RANGE");
}

Coerced to_boolean(const RawValue& v) {
  switch (v.kind) {
    case Kind::null:
      return cell_of(Cell::Kind::integer, 0);  // on an unset field that is a change
    case Kind::boolean:
      return cell_of(Cell::Kind::integer, v.integer != 0);
    case Kind::integer:
      if (v.integer == 0 || v.integer == 1) return cell_of(Cell::Kind::integer, v.integer);
      break;
    case Kind::real:
      if (v.real == 0 || v.real == 1) return cell_of(Cell::Kind::integer, v.real == 1);
      break;
    case Kind::string: {
      const std::string_view t = trim(v.text);
      if (t.empty()) return refuse("VALUE_EMPTY");
      if (t == "1" || iequals(t, "true") || iequals(t, "on")) {
        return cell_of(Cell::Kind::integer, 1);
      }
      if (t == "0" || iequals(t, "false") || iequals(t, "off")) {
        return cell_of(Cell::Kind::integer, 0);
      }
      break;
    }
    default:
      break;
  }
  return refuse("VALUE_NOT_BOOLEAN");
}

Coerced to_integer(const RawValue& v) {
  switch (v.kind) {
    case Kind::integer:
      return integer_cell(Cell::Kind::integer, v.integer);
    case Kind::real:
      return integer_of_real(Cell::Kind::integer, v.real);
    case Kind::string:
      return integer_of_text(Cell::Kind::integer, trim(v.text));
    default:
      return refuse("VALUE_NOT_INTEGER");
  }
}

/// A number, or a text without a sign, is the score itself; a text with a sign is added to it.
Coerced to_score(const RawValue& v) {
  if (v.kind != Kind::string) return to_integer(v);
  const std::string_view t = trim(v.text);
  const bool relative = !t.empty() && (t.front() == '+' || t.front() == '-');
  return integer_of_text(relative ? Cell::Kind::add : Cell::Kind::integer, t);
}

Coerced to_float(const RawValue& v) {
  switch (v.kind) {
    case Kind::integer:
      return real_cell(static_cast<double>(v.integer));
    case Kind::real:
      return real_cell(v.real);
    case Kind::string: {
      const std::string_view t = trim(v.text);
      if (t.empty()) return refuse("VALUE_EMPTY");
      if (!is_decimal(t)) return refuse("VALUE_NOT_NUMBER");
      const auto d = parse_double(t);
      return d ? real_cell(*d) : refuse("VALUE_OUT_OF_RANGE");
    }
    default:
      return refuse("VALUE_NOT_NUMBER");
  }
}

Coerced to_date(const RawValue& v) {
  if (v.kind != Kind::string) return refuse("VALUE_NOT_DATE");
  const std::string_view t = trim(v.text);
  if (t.empty()) return refuse("VALUE_EMPTY");
  return is_full_date(t) ? text_cell(t) : refuse("VALUE_NOT_DATE");
}

/// "YYYY-MM-DDThh:mm:ssZ" of an instant that parses: already as it is stored.
bool is_stored_form(std::string_view t) {
  return t.size() == 20 && t[10] == 'T' && t[19] == 'Z' && t.substr(11, 2) != "24" &&
         t.substr(17, 2) != "60";
}

Coerced to_datetime(const RawValue& v, std::string& scratch) {
  if (v.kind != Kind::string) return refuse("VALUE_NOT_DATETIME");
  const std::string_view t = trim(v.text);
  if (t.empty()) return refuse("VALUE_EMPTY");
  const auto at = parse_datetime(t);
  if (!at) return refuse("VALUE_NOT_DATETIME");
  if (is_stored_form(t)) return text_cell(t);
  scratch = format_datetime(*at);
  return text_cell(scratch);
}

Coerced to_text(DataType type, const RawValue& v, std::string& scratch) {
  if (v.kind != Kind::string) return text_cell(canonical_text(v, scratch));
  const TextScan scan = scan_text(v.text);
  if (!scan.valid_utf8) return refuse("VALUE_UNREADABLE");
  std::string_view text = v.text;
  std::string_view warning;
  if (scan.has_nul) {
    text = clean_text(text, scratch);
    warning = "NUL_REMOVED";
  }
  if (text.empty() || text == "null") return clear();
  const std::size_t bound = type == DataType::text ? kTextBytes : kStringBytes;
  if (text.size() > bound) {
    // A cut address is a wrong address.
    if (type == DataType::email || type == DataType::url) return refuse("VALUE_TOO_LONG");
    text = cut_utf8(text, bound);
    warning = "TEXT_CUT";
  }
  return text_cell(text, warning);
}

}  // namespace

Coerced coerce(DataType type, const RawValue& value, std::string& scratch) {
  switch (value.kind) {
    case Kind::absent:
      return {};
    case Kind::null:
      if (type != DataType::boolean) return {};
      break;
    case Kind::json:
      return refuse("VALUE_NOT_SCALAR");
    case Kind::bad:
      return refuse("VALUE_UNREADABLE");
    case Kind::real:
      if (!std::isfinite(value.real)) return refuse("VALUE_UNREADABLE");
      break;
    default:
      break;
  }
  switch (type) {
    case DataType::boolean:
      return to_boolean(value);
    case DataType::integer:
      return to_integer(value);
    case DataType::float_:
      return to_float(value);
    case DataType::score:
      return to_score(value);
    case DataType::date:
      return to_date(value);
    case DataType::datetime:
      return to_datetime(value, scratch);
    default:
      return to_text(type, value, scratch);
  }
}

std::string_view canonical_text(const RawValue& value, std::string& scratch) {
  switch (value.kind) {
    case Kind::absent:
    case Kind::null:
      return {};
    case Kind::boolean:
      return value.integer != 0 ? "true" : "false";
    case Kind::integer:
      scratch = std::to_string(value.integer);
      return scratch;
    case Kind::real:
      scratch = format_double(value.real);
      return scratch;
    default:
      return value.text;
  }
}

}  // namespace stepgate::flow
