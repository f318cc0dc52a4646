// Results that came too late, as JSON: kept for a person to look at and to apply by hand.
#pragma once
#include <string>
#include <string_view>

#include "flow/results.hpp"

namespace stepgate::store {

/// {"code", "message", "people": [{"id", "failed", "code", "reason", "fields": {"f<id>": value},
/// "attributes": {name: text}}]}; a relative score is {"add": n}.
std::string late_results_json(const flow::ChunkResults& results);
/// And back. Throws Error (malformed) when it is none.
flow::ResultsRef late_results_of(std::string_view json, const flow::Digest& digest);

}  // namespace stepgate::store
