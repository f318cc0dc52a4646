#include "random_ops.hpp"

#include "store/op_checks.hpp"

namespace stepgate::store::testing {
namespace {

using flow::State;

constexpr flow::FieldId kFields[] = {2, 14, 20, 21, 22, 23, 24};
constexpr const char* kTexts[] = {"DE", "FR", "", "Österreich", "old", "a\x01z"};
constexpr const char* kCodes[] = {"NO_RESULT", "BAD", "HTTP_500"};

flow::RunState run_state(std::size_t n) { return static_cast<flow::RunState>(n % 5); }

}  // namespace

std::vector<flow::Op> RandomOps::batch() {
  std::vector<flow::Op> ops;
  for (std::size_t n = 1 + below(10); n > 0; --n) ops.push_back(any());
  return ops;
}

flow::Op RandomOps::any() {
  const std::size_t dice = below(20);
  if (dice < 7) return birth_op();
  if (dice < 16) return transition_op();
  if (dice < 18) return run_op();
  return side_op();
}

flow::Op RandomOps::birth_op() {
  const flow::RunId r = run();
  const auto cursors = model_.cursors(r);
  if (cursors.empty()) return side_op();
  const flow::Cursor cursor = cursors[below(cursors.size())];
  auto ids = model_.next_people(r, cursor.bucket, cursor.after, 1 + below(70));
  if (ids.empty()) return flow::CursorDone{r, cursor.bucket, cursor.after};
  flow::Birth b = birth(r, next_chunk_++, ids, cursor.after, next_seq_++);
  b.row.service = 1 + static_cast<flow::ServiceId>(below(3));
  b.row.due_at = static_cast<flow::Ms>(below(50));
  b.row.owner = static_cast<flow::NodeEpoch>(below(3));
  if (one_in(3)) {
    b.row.state = State::queued;
    b.row.attempt = 0;
    b.row.tokens.clear();
  }
  if (one_in(15)) b.cursor_from -= 1;
  if (one_in(20)) b.row.people += 1;
  if (one_in(20)) b.row.bucket += 1;
  if (one_in(20) && !chunks_.empty()) b.row.chunk = chunks_[below(chunks_.size())].chunk;
  chunks_.push_back(b.row.key());
  return b;
}

flow::Op RandomOps::transition_op() {
  if (chunks_.empty()) return side_op();
  const flow::ChunkKey key = chunks_[below(chunks_.size())];
  const auto row = model_.find_chunk(key);
  if (!row) return side_op();
  flow::Transition t;
  if (flow::is_open(row->state)) {
    t = on_open(*row);
  } else {
    t.before_ver = row->ver;
    t.next = *row;
    if (one_in(2)) t.writes.emplace_back(flow::KeepLate{share(results(model_.members(key)))});
    const bool dead = row->state == State::failed || row->state == State::timed_out;
    if (one_in(dead ? 2 : 20)) {
      auto late = share(results(model_.members(key)));
      t.next.state = State::done;
      t.next.ver += 1;
      t.next.digest = late->digest;
      t.writes.assign({flow::Reopen{}, flow::Close{std::move(late), "", ""}});
    }
    if (one_in(20)) t.writes.emplace_back(flow::LeaveFlow{});
    if (one_in(20)) t.next.ver += 1;
  }
  for (auto& write : side_writes()) t.writes.push_back(std::move(write));
  if (one_in(3)) t.empty_required = static_cast<std::int64_t>(below(5));
  if (one_in(12)) t.before_ver += 1;
  return t;
}

flow::Transition RandomOps::on_open(const flow::ChunkRow& row) {
  std::vector<flow::PersonId> ids = model_.members(row.key());
  switch (below(8)) {
    case 0:
    case 1:
    case 2: {
      if (one_in(15)) ids.back() += 1;
      flow::ChunkResults r = results(std::move(ids));
      if (one_in(6)) r.fields.push_back({777, std::vector<flow::Cell>(r.ids.size())});
      return closing(row, share(std::move(r)));
    }
    case 3:
      return to_state(row, State::failed,
                      {flow::Close{nullptr, kCodes[below(3)], one_in(2) ? "it did not work" : ""}});
    case 4:
      return to_state(row, State::aborted, {flow::LeaveFlow{}});
    case 5: {
      const flow::ChunkId first = next_chunk_++, second = next_chunk_++;
      chunks_.push_back({row.bucket, first});
      chunks_.push_back({row.bucket, second});
      const std::uint32_t seq = next_seq_;
      next_seq_ += 2;
      return to_state(row, State::split, {flow::Split{first, second, seq, seq + 1}});
    }
    default: {
      flow::Transition t = to_state(row, static_cast<State>(below(5)));
      t.next.attempt = static_cast<std::uint16_t>(row.attempt + below(2));
      t.next.tokens.push_back(token(static_cast<std::uint8_t>(below(200))));
      t.next.due_at = static_cast<flow::Ms>(below(100));
      t.next.paused_ms += static_cast<flow::Ms>(below(10));
      t.next.owner = static_cast<flow::NodeEpoch>(below(3));
      t.next.grant_renewed = one_in(2);
      t.next.uncounted = one_in(3) ? 1 : 0;
      if (one_in(5)) t.next.service = 1 + static_cast<flow::ServiceId>(below(3));
      if (one_in(20)) t.next.seq += 1;
      if (one_in(20)) t.next.state = State::done;  // without an end
      return t;
    }
  }
}

std::vector<flow::Durable> RandomOps::side_writes() {
  std::vector<flow::Durable> writes;
  if (one_in(3)) writes.emplace_back(flow::CountStatistic{one_in(2) ? "201" : "500", "said so"});
  if (one_in(3))
    writes.emplace_back(flow::LogEntry{2, "invocation", "HTTP_500", "it answered 500"});
  return writes;
}

flow::Op RandomOps::run_op() {
  const flow::RunId r = run();
  const auto row = model_.find_run(r);
  if (one_in(3)) {
    const auto cursors = model_.cursors(r);
    if (!cursors.empty()) {
      const flow::Cursor c = cursors[below(cursors.size())];
      return flow::CursorDone{r, c.bucket, c.after + (one_in(4) ? 1 : 0)};
    }
  }
  const flow::RunState from = one_in(4) ? run_state(below(5)) : row->state;
  // Mostly goes on running, so that there is something to do.
  const flow::RunState to = one_in(2) ? flow::RunState::running : run_state(below(5));
  return flow::RunChange{r, from, one_in(4) ? flow::RunState::done : to};
}

flow::Op RandomOps::side_op() {
  if (one_in(3)) return flow::TraceWrite{{0, 1}, 1, "request", std::string(below(100), 'x')};
  if (one_in(2)) return flow::ServiceLog{1, 0, 0, 5, {3, "status", "DOWN", "it is down"}};
  return flow::Statistic{2, "401", "no"};
}

flow::Cell RandomOps::cell(flow::ChunkResults& r, flow::FieldId field) {
  if (one_in(4)) return {};
  if (one_in(8)) return null_cell();
  switch (field) {
    case 20:
      return one_in(3) ? integer_cell(static_cast<std::int64_t>(below(4)))
                       : real_cell(static_cast<double>(below(4)) / 2);
    case 21:
      return integer_cell(static_cast<std::int64_t>(below(4)));
    case 22:
      return integer_cell(static_cast<std::int64_t>(below(7)) - 3,
                          one_in(2) ? flow::Cell::Kind::add : flow::Cell::Kind::integer);
    case 23:
      return integer_cell(static_cast<std::int64_t>(below(2)));
    case 24:
      return text_cell(r, one_in(2) ? "2001-02-03" : "1999-12-31");
    default:
      return text_cell(r, kTexts[below(std::size(kTexts))]);
  }
}

flow::ChunkResults RandomOps::results(std::vector<flow::PersonId> ids) {
  flow::ChunkResults r = results_for(std::move(ids));
  const std::size_t n = r.ids.size();
  for (std::size_t i = 0; i < n; ++i) {
    if (!one_in(5)) continue;
    r.failed[i] = 1;
    r.codes[i] = text_cell(r, kCodes[below(3)]);
    if (one_in(2)) r.reasons[i] = text_cell(r, "reason " + std::to_string(below(3)));
  }
  for (const flow::FieldId field : kFields) {
    if (one_in(2)) continue;
    flow::FieldColumn column{field, {}};
    for (std::size_t i = 0; i < n; ++i) column.cells.push_back(cell(r, field));
    r.fields.push_back(std::move(column));
  }
  if (one_in(3)) {
    flow::AttributeColumn attribute{"confidence", {}};
    for (std::size_t i = 0; i < n; ++i) {
      attribute.cells.push_back(one_in(3) ? flow::Cell{} : text_cell(r, "high"));
    }
    r.attributes.push_back(std::move(attribute));
  }
  if (one_in(4)) r.warnings.push_back({r.ids[0], "TEXT_CUT", "a text was cut"});
  if (one_in(10)) {
    r.chunk_code = "SERVICE_DOWN";
    r.fields.clear();
    r.failed.assign(n, 1);
    for (auto& code : r.codes) code = text_cell(r, "SERVICE_DOWN");
  }
  r.refused_values = static_cast<std::uint32_t>(below(3));
  return r;
}

}  // namespace stepgate::store::testing
