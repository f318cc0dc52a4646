// The commits of ModelStore. An operation is checked before it changes anything, so a poisoned one
// needs no undoing.
#include <algorithm>

#include "base/text.hpp"
#include "store/changes.hpp"
#include "store/failures.hpp"
#include "store/late_results.hpp"
#include "store/model/model_store.hpp"
#include "store/op_checks.hpp"
#include "store/poisoned.hpp"

namespace stepgate::store {
namespace {

using flow::Applied;
using flow::OpResult;

constexpr flow::Ms kHour = 3'600'000;

OpResult applied(bool yes = true) {
  OpResult result;
  result.applied = yes ? Applied::applied : Applied::lost;
  return result;
}

void poison_if(std::string_view why) {
  if (!why.empty()) throw Poisoned(std::string(why));
}

}  // namespace

std::vector<OpResult> ModelStore::commit(std::span<const flow::Op> batch, flow::Ms now) {
  std::vector<OpResult> results(batch.size());
  now_ = std::max(now, last_time_);
  bool wrote = false;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    try {
      results[i] = std::visit([this](const auto& op) { return on(op); }, batch[i]);
      wrote = true;
    } catch (const Poisoned& e) {
      results[i].applied = Applied::poisoned;
      results[i].error = e.what();
    }
  }
  if (wrote) last_time_ = now_;
  return results;
}

OpResult ModelStore::on(const flow::Birth& op) {
  poison_if(why_unwritable(op));
  const auto run = runs_.find(op.row.run);
  if (run == runs_.end() || run->second.row.state != flow::RunState::running) return {};
  const auto cursor = cursors_.find({op.row.run, op.row.bucket});
  if (cursor == cursors_.end() || cursor->second.done || cursor->second.after != op.cursor_from) {
    return {};
  }
  if (chunks_.contains(op.row.key())) throw Poisoned("the chunk exists");
  cursor->second.after = op.cursor_to;
  insert_chunk(op.row, op.members);
  flow::StepCounts& counts = steps_[{op.row.run, op.row.step}];
  counts.entered += op.row.people;
  ++counts.chunks;
  return applied();
}

void ModelStore::insert_chunk(const flow::ChunkRow& row, std::vector<flow::PersonId> members) {
  Chunk chunk;
  chunk.row = row;
  chunk.row.digest.reset();
  chunk.born_at = now_;
  chunk.members = std::move(members);
  chunks_.emplace(row.key(), std::move(chunk));
  flow::RunRow& run = runs_.at(row.run).row;
  run.next_seq = std::max(run.next_seq, row.seq + 1);
}

OpResult ModelStore::on(const flow::CursorDone& op) {
  const auto cursor = cursors_.find({op.run, op.bucket});
  if (cursor == cursors_.end() || cursor->second.done || cursor->second.after != op.cursor_from) {
    return {};
  }
  cursor->second.done = true;
  return applied();
}

OpResult ModelStore::on(const flow::RunChange& op) {
  const auto run = runs_.find(op.run);
  if (run == runs_.end() || run->second.row.state != op.from) return {};
  if (op.to == flow::RunState::done) {
    for (const auto& [key, cursor] : cursors_) {
      if (key.first == op.run && !cursor.done) return {};
    }
    for (const auto& [key, chunk] : chunks_) {
      if (chunk.row.run == op.run && flow::is_open(chunk.row.state)) return {};
    }
  }
  run->second.row.state = op.to;
  const bool ends = op.to == flow::RunState::done || op.to == flow::RunState::aborted;
  run->second.ended_at = ends ? now_ : 0;
  return applied();
}

OpResult ModelStore::on(const flow::TraceWrite& op) {
  flow::TraceWrite kept = op;
  kept.kind = cut_utf8(op.kind, kCodeBytes);
  kept.text = cut_utf8(op.text, kTraceBytes);
  traces_.push_back({op.key, kept, op.at != 0 ? op.at : now_});
  return applied();
}

OpResult ModelStore::on(const flow::ServiceLog& op) {
  log(op.service, op.run, op.chunk, op.person, op.entry);
  return applied();
}

OpResult ModelStore::on(const flow::Statistic& op) {
  count(op.service, kChunkLevel, op.code, op.message, 1);
  return applied();
}

OpResult ModelStore::on(const flow::Transition& op) {
  const auto it = chunks_.find(op.next.key());
  if (it == chunks_.end() || it->second.row.ver != op.before_ver) return {};
  Chunk& chunk = it->second;
  OpResult result = applied();
  check_side_writes(op);
  if (!flow::is_open(chunk.row.state) && reopens(op)) {
    poison_if(why_not_reopened(op, chunk.row));
    result = close_anew(chunk, op);
  } else if (!flow::is_open(chunk.row.state)) {
    poison_if(why_unwritable_closed(op));
  } else {
    poison_if(why_unwritable(op, chunk.row));
    if (!flow::is_open(op.next.state)) {
      result = end_chunk(chunk, op);
    } else {
      chunk.row = op.next;
      chunk.row.digest.reset();
    }
  }
  for (const flow::Durable& write : op.writes) side_write(op.next, write);
  if (op.empty_required != 0) {
    steps_[{op.next.run, op.next.step}].empty_required += op.empty_required;
  }
  return result;
}

OpResult ModelStore::close_anew(Chunk& chunk, const flow::Transition& op) {
  const auto found = std::find_if(op.writes.begin(), op.writes.end(), ends_chunk);
  const auto& done = std::get<flow::Close>(*found);
  if (done.results == nullptr || done.results->ids != chunk.members)
    throw Poisoned("the results are not those of the chunk's members");
  check_fields(*done.results);
  steps_[{chunk.row.run, chunk.row.step}].failed -= chunk.failed;
  const auto failure = failures_.find({chunk.row.run, chunk.row.step, chunk.code});
  if (failure != failures_.end() && (failure->second.n -= chunk.failed) <= 0)
    failures_.erase(failure);
  if (counts_its_end(chunk.code)) {
    const auto counted = statistics_.find(
        {chunk.row.service, chunk.closed_at / kHour * kHour, kChunkLevel, chunk.code});
    if (counted != statistics_.end() && --counted->second.n <= 0) statistics_.erase(counted);
  }
  const OpResult result = close(chunk, done);
  chunk.row = op.next;
  return result;
}

void ModelStore::check_side_writes(const flow::Transition& op) const {
  for (const flow::Durable& write : op.writes) {
    const auto* late = std::get_if<flow::KeepLate>(&write);
    if (late != nullptr && late->results == nullptr) throw Poisoned("late results are missing");
  }
}

OpResult ModelStore::end_chunk(Chunk& chunk, const flow::Transition& op) {
  OpResult result = applied();
  chunk.code.clear();
  for (const flow::Durable& write : op.writes) {
    if (const auto* done = std::get_if<flow::Close>(&write)) {
      result = close(chunk, *done);
    } else if (std::holds_alternative<flow::LeaveFlow>(write)) {
      steps_[{chunk.row.run, chunk.row.step}].left += chunk.row.people;
    } else if (const auto* halves = std::get_if<flow::Split>(&write)) {
      split(chunk, *halves);
    }
  }
  chunk.row = op.next;
  chunk.closed_at = now_;
  ++steps_[{chunk.row.run, chunk.row.step}].chunks_closed;
  return result;
}

OpResult ModelStore::close(Chunk& chunk, const flow::Close& close) {
  flow::ResultsRef results = close.results;
  if (results == nullptr) {
    results = flow::everyone_failed(chunk.members, close.code, close.message);
  } else if (results->ids != chunk.members) {
    throw Poisoned("the results are not those of the chunk's members");
  }
  check_fields(*results);
  const OpResult people = apply(*results);
  chunk.code = cut_utf8(close.code, kCodeBytes);
  chunk.message = cut_utf8(close.message, kMessageBytes);
  chunk.changed = people.changed;
  chunk.unchanged = people.unchanged;
  chunk.failed = people.failed;
  chunk.field_writes = people.field_writes;

  flow::StepCounts& counts = steps_[{chunk.row.run, chunk.row.step}];
  counts.changed += people.changed;
  counts.unchanged += people.unchanged;
  counts.failed += people.failed;
  counts.field_writes += people.field_writes;
  counts.refused_values += results->refused_values;
  const bool as_a_whole = close.results == nullptr || !results->chunk_code.empty();
  if (!as_a_whole) {
    count(chunk.row.service, kRecordLevel, flow::kSuccess, {}, people.changed + people.unchanged);
  }
  for (const auto& [code, failure] : failures_by_code(*results)) {
    Count& kept =
        failures_[{chunk.row.run, chunk.row.step, std::string(cut_utf8(code, kCodeBytes))}];
    kept.n += failure.people;
    kept.message = cut_utf8(failure.reason, kMessageBytes);
    if (as_a_whole) continue;
    count(chunk.row.service, kRecordLevel, code, failure.reason, failure.people);
  }
  for (const flow::ResultWarning& warning : results->warnings) {
    log(chunk.row.service, chunk.row.run, chunk.row.chunk, warning.person,
        {2, "value", warning.code, warning.message});
  }
  if (bounded_scores_ > 0)
    log(chunk.row.service, chunk.row.run, chunk.row.chunk, 0,
        bounded_scores_entry(bounded_scores_));
  return people;
}

void ModelStore::split(Chunk& chunk, const flow::Split& split) {
  poison_if(why_unwritable(split, chunk.row));
  const flow::ChunkRow& whole = chunk.row;
  if (chunks_.contains({whole.bucket, split.first}) ||
      chunks_.contains({whole.bucket, split.second})) {
    throw Poisoned("the chunk exists");
  }
  const auto middle =
      chunk.members.begin() + static_cast<std::ptrdiff_t>(first_half(chunk.members.size()));
  std::vector<flow::PersonId> low(chunk.members.begin(), middle), high(middle, chunk.members.end());
  const std::size_t n = low.size(), m = high.size();
  insert_chunk(half_of(whole, split.first, split.first_seq, n, now_), std::move(low));
  insert_chunk(half_of(whole, split.second, split.second_seq, m, now_), std::move(high));
  steps_[{whole.run, whole.step}].chunks += 2;
}

void ModelStore::side_write(const flow::ChunkRow& row, const flow::Durable& write) {
  if (const auto* late = std::get_if<flow::KeepLate>(&write)) {
    late_.emplace(
        std::make_pair(row.key(), late->results->digest),
        Snapshot::Late{row.key(), late->results->digest, now_, late_results_json(*late->results)});
  } else if (const auto* once = std::get_if<flow::CountStatistic>(&write)) {
    count(row.service, kChunkLevel, once->code, once->message, 1);
  } else if (const auto* entry = std::get_if<flow::LogEntry>(&write)) {
    log(row.service, row.run, row.chunk, 0, *entry);
  }
}

void ModelStore::count(flow::ServiceId service, int level, std::string_view code,
                       std::string_view message, std::int64_t n) {
  if (n == 0) return;
  Count& kept =
      statistics_[{service, now_ / kHour * kHour, level, std::string(cut_utf8(code, kCodeBytes))}];
  kept.n += n;
  kept.last_at = now_;
  kept.message = cut_utf8(message, kMessageBytes);
}

void ModelStore::log(flow::ServiceId service, flow::RunId run, flow::ChunkId chunk,
                     flow::PersonId person, const flow::LogEntry& entry) {
  Snapshot::Log kept{now_, {service, run, chunk, person, entry}};
  kept.entry.entry.kind = cut_utf8(entry.kind, kCodeBytes);
  kept.entry.entry.code = cut_utf8(entry.code, kCodeBytes);
  kept.entry.entry.message = cut_utf8(entry.message, kMessageBytes);
  log_.push_back(std::move(kept));
}

}  // namespace stepgate::store
