#include "store/sqlite/run_rows.hpp"

#include "store/sql/statement.hpp"

namespace stepgate::store {

flow::RunRow read_run(const sql::Statement& row, int first) {
  flow::RunRow r;
  r.run = row.integer(first);
  r.campaign = row.integer(first + 1);
  r.state = static_cast<flow::RunState>(row.integer(first + 2));
  r.step = static_cast<std::int32_t>(row.integer(first + 3));
  r.service = row.integer(first + 4);
  r.parameters = row.text(first + 5);
  r.context = row.text(first + 6);
  r.chunk_people = static_cast<std::int32_t>(row.integer(first + 7));
  r.started_at = row.integer(first + 8);
  r.next_seq = static_cast<std::uint32_t>(row.integer(first + 9));
  return r;
}

flow::StepCounts read_counts(const sql::Statement& row, int first) {
  flow::StepCounts c;
  c.entered = row.integer(first);
  c.changed = row.integer(first + 1);
  c.unchanged = row.integer(first + 2);
  c.failed = row.integer(first + 3);
  c.left = row.integer(first + 4);
  c.field_writes = row.integer(first + 5);
  c.refused_values = row.integer(first + 6);
  c.empty_required = row.integer(first + 7);
  c.chunks = row.integer(first + 8);
  c.chunks_closed = row.integer(first + 9);
  return c;
}

}  // namespace stepgate::store
