#include "campaign/views.hpp"

#include "base/text.hpp"
#include "store/trace_repository.hpp"

namespace stepgate::campaign {

Json time_or_null(Ms at) { return at == 0 ? Json() : Json(format_datetime(at)); }

std::string letter_name(const flow::ChunkRow& row) {
  return std::to_string(row.run) + "." + std::to_string(row.seq);
}

Json trace_view(store::Database& database, const flow::ChunkKey& chunk) {
  Json trace = Json::array();
  for (const auto& leg : database.traces().list(chunk))
    trace.push(Json::object({{"at", time_or_null(leg.at)},
                             {"attempt", leg.attempt},
                             {"kind", leg.kind},
                             {"text", leg.text}}));
  return trace;
}

}  // namespace stepgate::campaign
