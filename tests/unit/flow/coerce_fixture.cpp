#include "coerce_fixture.hpp"

#include "base/text.hpp"

namespace stepgate::flow::test {

std::string coerced(DataType type, const RawValue& value) {
  std::string scratch;
  const Coerced c = coerce(type, value, scratch);
  if (!c.refused.empty()) {
    return c.cell.kind == Cell::Kind::keep ? "!" + std::string(c.refused) : "refused but written";
  }
  std::string out;
  switch (c.cell.kind) {
    case Cell::Kind::keep:
      out = "keep";
      break;
    case Cell::Kind::null:
      out = "null";
      break;
    case Cell::Kind::integer:
      out = "=" + std::to_string(c.cell.integer);
      break;
    case Cell::Kind::add:
      out = "add " + std::to_string(c.cell.integer);
      break;
    case Cell::Kind::real:
      out = "~" + format_double(c.cell.real);
      break;
    case Cell::Kind::text:
      out = "'" + std::string(c.text) + "'";
      break;
  }
  if (c.cell.kind == Cell::Kind::text && c.cell.size != c.text.size()) return "size differs";
  return c.warning.empty() ? out : out + " " + std::string(c.warning);
}

}  // namespace stepgate::flow::test
