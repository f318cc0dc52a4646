// The store's side of the invariants.
#include "sim/watch.hpp"

#include <algorithm>

#include "store/failures.hpp"
#include "store/op_checks.hpp"

namespace stepgate::sim {
namespace {

using flow::RunState;
using flow::State;

std::string name(const flow::ChunkRow& row) {
  return "run " + std::to_string(row.run) + " chunk " + std::to_string(row.seq) + " (" +
         std::string(flow::to_string(row.state)) + ", attempt " + std::to_string(row.attempt) + ")";
}

[[noreturn]] void breach(const char* invariant, const std::string& text) {
  throw Violation{invariant, text};
}

}  // namespace

void Watch::life_begins(Life life) {
  life_ = life;
  life_since_ = ground_.now();
  last_turn_ = 0;
  for (auto& [id, wanted] : runs_) wanted.passed_by = 0;
}

void Watch::life_ends() {
  submits_.clear();
  begun_.clear();
}

void Watch::run_wanted(flow::RunId run, flow::ServiceId service, std::int64_t people) {
  auto& wanted = runs_[run];
  wanted.run = run;
  wanted.people = people;
  wanted.service = service;
  wanted.served_at = ground_.now();
  wanted.state_since = ground_.now();
}

void Watch::abort_asked(flow::RunId run) {
  auto& wanted = runs_.at(run);
  if (wanted.abort_asked != kNever && wanted.abort_life == life_) return;
  wanted.abort_asked = ground_.now();
  wanted.abort_life = life_;
}

void Watch::people_read(flow::RunId run) {
  runs_.at(run).served_at = ground_.now();
  runs_.at(run).passed_by = 0;
}

void Watch::run_moved(flow::RunId run, RunState state) {
  auto& wanted = runs_.at(run);
  wanted.state = state;
  wanted.state_since = wanted.served_at = ground_.now();
  wanted.passed_by = 0;
  ground_.note("run", {{"run", run}}, flow::to_string(state));
}

void Watch::committed(std::span<const flow::Op> batch, const std::vector<flow::OpResult>& results) {
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (results[i].applied == flow::Applied::poisoned)
      breach("I0", "the engine asked for what can't be written: " + results[i].error);
    if (results[i].applied == flow::Applied::lost)
      ground_.note("lost", {{"kind", static_cast<std::int64_t>(batch[i].index())}});
    if (results[i].applied != flow::Applied::applied) continue;
    if (const auto* birth = std::get_if<flow::Birth>(&batch[i])) on(*birth);
    if (const auto* move = std::get_if<flow::Transition>(&batch[i])) on(*move, results[i]);
    if (const auto* run = std::get_if<flow::RunChange>(&batch[i])) run_moved(run->run, run->to);
    if (const auto* log = std::get_if<flow::ServiceLog>(&batch[i]))
      breakers_ += log->entry.code == "BREAKER_OPEN" ? 1 : 0;
  }
  check_changes();
  check_counts();
}

void Watch::on(const flow::Birth& op) {
  ground_.hit(flow::Row::T1);
  if (op.row.state == State::sending) ground_.hit(flow::Row::T2);
  ground_.note(
      "born",
      {{"run", op.row.run}, {"chunk", op.row.seq}, {"people", op.row.people}, {"ver", op.row.ver}});
  for (const auto id : op.members)
    if (!taken_.emplace(op.row.run, id).second)
      breach("I2", "person " + std::to_string(id) + " is taken twice by " + name(op.row));
  mark(op.row);
  check_fairness(op.row);
}

/// I12: while a run has people waiting, the others of its service do not pass it by for long.
void Watch::check_fairness(const flow::ChunkRow& born) {
  constexpr Ms kLong = 60'000;
  constexpr std::int64_t kRounds = 2 * 4;  // people: two chunks of the largest kind
  const auto competing = std::count_if(runs_.begin(), runs_.end(), [&](const auto& run) {
    return run.second.service == born.service && run.second.state == RunState::running;
  });
  for (auto& [id, wanted] : runs_) {
    if (wanted.service != born.service) continue;
    if (id == born.run) {
      wanted.served_at = ground_.now();
      wanted.passed_by = 0;
      continue;
    }
    const bool waits = wanted.state == RunState::running && wanted.abort_asked == kNever &&
                       model_.counts_of(id, 1).entered < wanted.people;
    if (!waits) continue;
    wanted.passed_by += born.people;
    const Ms since = std::max(wanted.served_at, life_since_);
    if (prompt_ && wanted.passed_by > kRounds * competing && ground_.now() - since > kLong)
      breach("I12", "run " + std::to_string(id) + " is passed by while " + name(born) + " is born");
  }
}

/// T16: a chunk that could go is not offered, because its run or its service is paused.
void Watch::turn_over() {
  last_turn_ = ground_.now();
  if (ground_.rows[static_cast<std::size_t>(flow::Row::T16)] > 0) return;
  for (const auto& [key, chunk] : model_.chunks()) {
    const bool waits = chunk.row.state == State::queued || chunk.row.state == State::backoff;
    const auto& wanted = runs_.at(chunk.row.run);
    const bool held =
        catalog_.get(chunk.row.service).closed_since != kNever || wanted.state == RunState::paused;
    if (waits && held) return ground_.hit(flow::Row::T16);
  }
}

void Watch::on(const flow::Transition& op, const flow::OpResult& result) {
  const auto& row = op.next;
  ground_.note("moved",
               {{"run", row.run}, {"chunk", row.seq}, {"ver", row.ver}, {"attempt", row.attempt}},
               flow::to_string(row.state));
  if (row.ver == op.before_ver) return;
  if (store::reopens(op) && !late_asked_.contains(row.key()))
    breach("I14", name(row) + " was dead, and its late results are applied by themselves");
  if (row.state == State::sending) mark(row);
  if (row.state == State::timed_out) check_timeout(row);
  const bool everyone_ends =
      row.state == State::done || row.state == State::failed || row.state == State::timed_out;
  if (everyone_ends && result.changed + result.unchanged + result.failed != row.people)
    breach("I2", name(row) + " has " + std::to_string(row.people) + " people and " +
                     std::to_string(result.changed + result.unchanged + result.failed) +
                     " outcomes");
  // Of an idempotent service such a chunk goes back to the queue, and leaves from there.
  if (row.state == State::aborted && chunks_[row.key()].may_have_worked > 0 &&
      !catalog_.plan(row.service, row.plan)->limits.idempotent)
    breach("T12", name(row) + " is forgotten by an abort, and its service may be at work");
}

void Watch::mark(const flow::ChunkRow& row) {
  check_claim_allowed(row);
  auto& chunk = chunks_[row.key()];
  chunk.marked_at = ground_.now();
  chunk.marked_in = life_;
}

/// An abort that was asked for and forgotten would go on taking people.
void Watch::check_claim_allowed(const flow::ChunkRow& row) const {
  constexpr Ms kSoon = 60'000;
  const auto run = runs_.find(row.run);
  if (run == runs_.end()) breach("I1", name(row) + " belongs to a run that nobody started");
  const auto& wanted = run->second;
  if (wanted.abort_life == life_ && ground_.now() > wanted.abort_asked + kSoon && prompt_)
    breach("I15", name(row) + " is taken, and the run's abort was asked for a minute ago");
}

void Watch::check_timeout(const flow::ChunkRow& row) const {
  const auto& chunk = chunks_.at(row.key());
  const auto& plan = catalog_.plan(row.service, row.plan);
  // Store time may run up to a tenth faster than true time while it follows a clock that was set.
  const Ms waited = ground_.now() - chunk.marked_at;
  if (chunk.marked_in == life_ && waited < plan->limits.deadline * 9 / 10 - 2'000)
    breach("T11", name(row) + " timed out after " + std::to_string(waited) + " ms of " +
                      std::to_string(plan->limits.deadline));
  constexpr Ms kGrace = 5 * 60 * 1000;
  if (chunk.marked_in != life_ && ground_.now() - life_since_ < kGrace)
    breach("T11", name(row) + " timed out " + std::to_string(ground_.now() - life_since_) +
                      " ms after a start of the host");
}

/// I3: every change begins with the value that the one before left.
void Watch::check_changes() {
  for (const auto& all = model_.changes(); changes_seen_ < all.size(); ++changes_seen_) {
    const auto& change = all[changes_seen_];
    const auto at = std::make_pair(change.person, change.field);
    const auto known = values_.find(at);
    const auto before = known == values_.end() ? std::nullopt : std::optional(known->second);
    if (before != change.before)
      breach("I3", "field " + std::to_string(change.field) + " of person " +
                       std::to_string(change.person) + " changed from what it was not");
    if (change.after)
      values_[at] = *change.after;
    else if (known != values_.end())
      values_.erase(known);
  }
}

void Watch::check_present_values() const {
  for (const auto& [at, value] : values_)
    if (model_.value(at.first, at.second) != value)
      breach("I3", "field " + std::to_string(at.second) + " of person " + std::to_string(at.first) +
                       " has a value that no change left");
}

/// I1 and I12 over all chunks, and that a run that has ended holds nobody.
void Watch::check_counts() const {
  struct Sum {
    std::int64_t open = 0, changed = 0, unchanged = 0, failed = 0, left = 0;
  };
  std::map<flow::RunId, Sum> sums;
  std::map<flow::ServiceId, std::int64_t> flying;
  for (const auto& [key, chunk] : model_.chunks()) {
    auto& sum = sums[chunk.row.run];
    if (flow::is_open(chunk.row.state)) sum.open += chunk.row.people;
    if (chunk.row.state == State::aborted) sum.left += chunk.row.people;
    sum.changed += chunk.changed;
    sum.unchanged += chunk.unchanged;
    sum.failed += chunk.failed;
    if (store::is_in_flight(chunk.row.state)) ++flying[chunk.row.service];
  }
  for (const auto& [id, wanted] : runs_) {
    const auto counts = model_.counts_of(id, 1);
    const auto& sum = sums[id];
    if (counts.changed != sum.changed || counts.unchanged != sum.unchanged ||
        counts.failed != sum.failed || counts.left != sum.left ||
        counts.entered != sum.open + sum.changed + sum.unchanged + sum.failed + sum.left)
      breach("I1", "the counts of run " + std::to_string(id) + " are not those of its chunks");
    const bool ended = wanted.state == RunState::done || wanted.state == RunState::aborted;
    if (ended && sum.open > 0)
      breach("I1", "run " + std::to_string(id) + " has ended and holds " +
                       std::to_string(sum.open) + " people");
    if (wanted.state == RunState::done && wanted.people >= 0 && counts.entered != wanted.people)
      breach("I1", "run " + std::to_string(id) + " is done with " + std::to_string(counts.entered) +
                       " of " + std::to_string(wanted.people) + " people");
  }
  for (const auto& [service, n] : flying)
    if (n > catalog_.get(service).plan().limits.chunks_in_flight)
      breach("I12", "service " + std::to_string(service) + " has " + std::to_string(n) +
                        " chunks in flight");
}

/// I8: what was counted is what a query over the chunks gives.
void Watch::check_statistics() const {
  std::map<std::tuple<flow::ServiceId, int, std::string>, std::int64_t> wanted, is;
  for (const auto& [key, chunk] : model_.chunks()) {
    const auto& row = chunk.row;
    const bool spent = row.state == State::failed && chunk.code == "RETRIES_EXHAUSTED";
    if (row.state == State::done || row.state == State::timed_out || spent)
      ++wanted[{row.service, store::kChunkLevel, chunk.code.empty() ? "SUCCESS" : chunk.code}];
    if (row.state != State::done || !chunk.code.empty()) continue;
    wanted[{row.service, store::kRecordLevel, "SUCCESS"}] += chunk.changed + chunk.unchanged;
    wanted[{row.service, store::kRecordLevel, "failed"}] += chunk.failed;
  }
  for (const auto& [key, count] : model_.statistics()) {
    const auto& [service, hour, level, code] = key;
    const bool status = code.find_first_not_of("0123456789") == std::string::npos;
    if (level == store::kChunkLevel && status) continue;  // of answers, not of chunks
    const bool success = level == store::kChunkLevel || code == "SUCCESS";
    is[{service, level, success ? code : "failed"}] += count.n;
  }
  std::erase_if(wanted, [](const auto& entry) { return entry.second == 0; });
  if (wanted == is) return;
  std::string text = "the statistics are not those of the chunks:";
  for (const auto& [key, n] : wanted)
    if (is[key] != n)
      text += " " + std::get<2>(key) + " " + std::to_string(is[key]) + ", not " + std::to_string(n);
  for (const auto& [key, n] : is)
    if (!wanted.contains(key) && n != 0) text += " " + std::get<2>(key) + " from nowhere";
  breach("I8", text);
}

bool Watch::all_runs_ended() const {
  for (const auto& [id, wanted] : runs_)
    if (wanted.state != RunState::done && wanted.state != RunState::aborted) return false;
  return true;
}

std::string Watch::open_text() const {
  std::string text;
  for (const auto& [id, wanted] : runs_)
    if (wanted.state != RunState::done && wanted.state != RunState::aborted)
      text += "run " + std::to_string(id) + " is " + std::string(to_string(wanted.state)) + "; ";
  for (const auto& [key, chunk] : model_.chunks())
    if (flow::is_open(chunk.row.state))
      text += name(chunk.row) + " due in " +
              std::to_string(chunk.row.due_at - ground_.clock.now()) + " ms; ";
  return text;
}

void Watch::at_end() {
  check_counts();
  check_statistics();
  check_present_values();
  for (const auto& [id, wanted] : runs_)
    if (wanted.state != RunState::done && wanted.state != RunState::aborted)
      breach("I11", open_text());
}

}  // namespace stepgate::sim
