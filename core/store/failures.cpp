#include "store/failures.hpp"

namespace stepgate::store {

std::map<std::string_view, FailureCode> failures_by_code(const flow::ChunkResults& results) {
  std::map<std::string_view, FailureCode> codes;
  for (std::size_t i = 0; i < results.ids.size(); ++i) {
    if (results.failed[i] == 0) continue;
    FailureCode& entry = codes[results.text(results.codes[i])];
    ++entry.people;
    entry.reason = results.text(results.reasons[i]);
  }
  return codes;
}

}  // namespace stepgate::store
