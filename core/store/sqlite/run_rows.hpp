// Runs and their counts out of SQL.
#pragma once
#include "flow/store.hpp"

namespace stepgate::store {

namespace sql {
class Statement;
}

#define STEPGATE_RUN_COLUMNS \
  "id, campaign, state, step, service, parameters, context, chunk_people, started_at, next_seq"
inline constexpr int kRunColumns = 10;
flow::RunRow read_run(const sql::Statement& row, int first = 0);

#define STEPGATE_COUNT_COLUMNS                                                     \
  "entered, changed, unchanged, failed, left_flow, field_writes, refused_values, " \
  "empty_required, chunks, chunks_closed"
flow::StepCounts read_counts(const sql::Statement& row, int first = 0);

}  // namespace stepgate::store
