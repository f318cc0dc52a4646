// Operations of the engine as tests need them.
#pragma once
#include <string>
#include <vector>

#include "flow/store.hpp"

namespace stepgate::store::testing {

inline flow::TokenHash token(std::uint8_t n) {
  flow::TokenHash hash{};
  hash.fill(n);
  return hash;
}

inline flow::Birth birth(flow::RunId run, flow::ChunkId chunk, std::vector<flow::PersonId> members,
                         flow::PersonId cursor_from = 0, std::uint32_t seq = 1) {
  flow::Birth b;
  b.row.bucket = flow::bucket_of(members.front());
  b.row.chunk = chunk;
  b.row.state = flow::State::sending;
  b.row.ver = 1;
  b.row.attempt = 1;
  b.row.people = static_cast<std::uint16_t>(members.size());
  b.row.seq = seq;
  b.row.run = run;
  b.row.service = 1;
  b.row.plan = 1;
  b.row.owner = 1;
  b.row.due_at = 5'000;
  b.row.first_try_at = 100;
  b.row.tokens = {token(static_cast<std::uint8_t>(chunk))};
  b.cursor_from = cursor_from;
  b.cursor_to = members.back();
  b.members = std::move(members);
  return b;
}

inline flow::Transition to_state(const flow::ChunkRow& row, flow::State state,
                                 std::vector<flow::Durable> writes = {}) {
  flow::Transition t;
  t.before_ver = row.ver;
  t.next = row;
  t.next.state = state;
  t.next.ver = row.ver + 1;
  t.writes = std::move(writes);
  return t;
}

/// Results for `ids`: nobody failed, no field set.
inline flow::ChunkResults results_for(std::vector<flow::PersonId> ids) {
  flow::ChunkResults r;
  r.failed.assign(ids.size(), 0);
  r.codes.resize(ids.size());
  r.reasons.resize(ids.size());
  r.ids = std::move(ids);
  return r;
}

inline flow::Cell text_cell(flow::ChunkResults& r, std::string_view text) {
  flow::Cell c;
  c.kind = flow::Cell::Kind::text;
  c.size = static_cast<std::uint32_t>(text.size());
  c.offset = r.arena.size();
  r.arena += text;
  return c;
}

inline flow::Cell integer_cell(std::int64_t v, flow::Cell::Kind kind = flow::Cell::Kind::integer) {
  flow::Cell c;
  c.kind = kind;
  c.integer = v;
  return c;
}

inline flow::Cell null_cell() {
  flow::Cell c;
  c.kind = flow::Cell::Kind::null;
  return c;
}

inline flow::Cell real_cell(double v) {
  flow::Cell c;
  c.kind = flow::Cell::Kind::real;
  c.real = v;
  return c;
}

inline flow::ResultsRef share(flow::ChunkResults r) {
  r.digest = flow::digest_of(r);
  return std::make_shared<const flow::ChunkResults>(std::move(r));
}

inline flow::Transition closing(const flow::ChunkRow& row, flow::ResultsRef results) {
  auto t = to_state(row, flow::State::done, {flow::Close{results, {}, {}}});
  t.next.digest = results->digest;
  return t;
}

}  // namespace stepgate::store::testing
