#include "wire/id_ranges.hpp"

#include "json/text.hpp"

namespace sample {

void IdRanges::append_run(std::string& out) const {
  if (!out.empty()) out += ',';
  append_number(first_, out);
  if (first_ == last_) return;
  out += "..";
  append_number(last_, out);
}

}  // namespace sample
