// The engine's part for single chunks: an event, the core's decision, what is written, what is
// released when it is durable.
#include <algorithm>
#include <utility>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "runtime/engine_core.hpp"

namespace stepgate::runtime {
namespace {

constexpr int kRowMoved =
    5;  ///< decisions about one event; more often the row can't move under one writer

bool in_flight(flow::State s) {
  return s == flow::State::sending || s == flow::State::accepted || s == flow::State::ambiguous;
}

/// What stands for results that no store takes: everyone fails with a code, and nothing is written.
/// Their digest stays, so that the same callback again is a duplicate. Null when that was tried.
flow::ResultsRef in_place_of(const flow::ChunkResults& unwritable, const std::string& error) {
  constexpr std::string_view kCode = "RESULTS_UNWRITABLE";
  if (unwritable.chunk_code == kCode) return nullptr;
  auto failed = std::make_shared<flow::ChunkResults>(
      *flow::everyone_failed(unwritable.ids, std::string(kCode),
                             "The results can't be written, now or later: " + error + "."));
  failed->digest = unwritable.digest;
  return failed;
}

std::string name(const flow::ChunkRow& row) {
  return "run=" + std::to_string(row.run) + " chunk=" + std::to_string(row.seq) + " (" +
         std::to_string(row.chunk) + ")";
}

}  // namespace

void Engine::Core::reply(ChunkMessage& message, EventReply answer) {
  if (message.reply) std::exchange(message.reply, nullptr)(answer);
}

/// Of a row that was just read; asked again at the next tick, since a busy one is passed over.
void Engine::Core::on_time(const flow::ChunkRow& row, flow::Event event) {
  auto [it, fresh] = live_.try_emplace(row.key());
  if (fresh) it->second.row = row;
  if (it->second.busy) return;
  ChunkMessage message;
  message.key = row.key();
  message.event = std::move(event);
  decide(it->second, std::move(message));
}

void Engine::Core::on_chunk(ChunkMessage&& message) {
  if (message.send_ended != 0) {
    on_send_ended(message);
    message.send_ended = 0;
  }
  auto it = live_.find(message.key);
  if (it == live_.end()) {
    auto row = store_.find_chunk(message.key);
    if (!row) return reply(message, {EventReply::Kind::unknown, std::nullopt});
    it = live_.try_emplace(message.key).first;
    it->second.row = std::move(*row);
  }
  if (it->second.busy) {
    it->second.waiting.push_back(std::move(message));
    return;
  }
  decide(it->second, std::move(message));
}

flow::Policy Engine::Core::policy_of(const flow::ChunkRow& row) {
  flow::Policy policy;
  if (const auto plan = catalog_.plan(row.service, row.plan)) policy.limits = plan->limits;
  policy.service_paused = !catalog_.gate(row.service).open || scheduler_.is_paused(row.service);
  constexpr Ms kGrace = 5 * 60 * 1000;
  // Where nothing was open at the start, nobody called while the host was down.
  policy.host_up_for_grace =
      !found_open_ || row.owner == options_.epoch || clock_.steady() - started_steady_ >= kGrace;
  return policy;
}

flow::RunState Engine::Core::run_state(flow::RunId run) {
  if (const auto it = runs_.find(run); it != runs_.end()) return it->second.row.state;
  const auto row = store_.find_run(run);
  return row ? row->state : flow::RunState::done;
}

void Engine::Core::decide(Live& live, ChunkMessage&& message) {
  const auto key = message.key;
  note_traces(live, std::move(message.trace), live.row.attempt);
  message.trace.clear();
  auto decision = options_.decide(live.row, message.event, policy_of(live.row),
                                  run_state(live.row.run), store_now(), dice_);
  if (decision.row == flow::Row::T3 && decision.next.state == flow::State::accepted &&
      !message.write_accept) {
    // Written only when the wait exceeds two seconds: most callbacks come first.
    if (live.accept_at == 0) {
      live.accept_at = clock_.steady() + flow::kAcceptedAfter;
      if (const auto* answer = std::get_if<flow::SubmitAnswered>(&message.event))
        live.accept_http = answer->http;
      live.unwritten = std::move(decision.writes);
      accepts_.emplace_back(live.accept_at, key);
    }
    return reply(message, {EventReply::Kind::done, std::nullopt});
  }
  if (decision.row == flow::Row::T9) breakers_[live.row.service].called_back();
  if (holds_its_request(live, message)) {
    holding_.insert(live.row.service);
    decision.writes.push_back(flow::LogEntry{
        2, "invocation", "SUBMIT_HELD",
        "the service called back before it answered the submit: from now on it may take as long "
        "as its callback deadline to answer."});
  }
  // What has not begun to leave need not: it counts as not sent, and people leave the flow.
  if (live.attempt && std::holds_alternative<flow::Aborted>(message.event))
    live.attempt->wanted = false;
  if (decision.next == live.row && decision.writes.empty()) {
    const auto row = live.row;
    release(decision.after, row, message, {});
    reply(message, {EventReply::Kind::done, std::nullopt});
    return after_chunk_op(key);
  }
  write(live, std::move(message), std::move(decision));
}

/// Seen for the first time: a callback while the submit has been waiting for its answer for longer
/// than an answer and a callback can overtake each other.
bool Engine::Core::holds_its_request(const Live& live, const ChunkMessage& message) const {
  constexpr Ms kOvertaking = 1'000;
  const bool waits = live.row.state == flow::State::sending && live.accept_at == 0 && live.attempt;
  if (!waits || !std::holds_alternative<flow::ResultsIn>(message.event)) return false;
  const Ms begun = live.attempt->begun;
  return begun >= 0 && clock_.steady() - begun >= kOvertaking &&
         !holding_.contains(live.row.service);
}

void Engine::Core::note_traces(Live& live, std::vector<TraceText> trace, std::uint16_t attempt) {
  if (!options_.trace) return;
  for (auto& leg : trace)
    live.traces.push_back(
        {live.row.key(), attempt, std::move(leg.kind), std::move(leg.text), leg.at});
}

bool Engine::Core::keeps_trace(const flow::ChunkRow& row) const {
  const bool went_wrong = row.state == flow::State::failed || row.state == flow::State::timed_out ||
                          row.state == flow::State::backoff || row.state == flow::State::ambiguous;
  return options_.trace && (went_wrong || row.seq <= options_.trace_chunks_per_run ||
                            row.people >= flow::kSmallChunk);
}

/// Fills in what the core can't know: ids that need time, the URL that was sent, statistics that
/// were not written yet.
void Engine::Core::finish_writes(const flow::ChunkRow& before, flow::Decision& decision, Live& live,
                                 const ChunkMessage& message) {
  for (auto& write : decision.writes) {
    if (auto* split = std::get_if<flow::Split>(&write)) {
      split->first = ids_.next(store_now());
      split->second = ids_.next(store_now());
      // A run has open chunks for as long as it is loaded; the store's number serves if it is not.
      const auto run = runs_.find(before.run);
      std::uint32_t next_seq = before.seq;
      if (run != runs_.end())
        next_seq = std::exchange(run->second.row.next_seq, run->second.row.next_seq + 2);
      else if (const auto row = store_.find_run(before.run))
        next_seq = row->next_seq;
      split->first_seq = next_seq;
      split->second_seq = next_seq + 1;
    } else if (auto* close = std::get_if<flow::Close>(&write)) {
      if (decision.next.state == flow::State::timed_out)
        close->message += " The callback URL sent was " + options_.callback_url_base +
                          code_.encode(before.key()) + ".";
      else if (!message.note.empty() && close->message.empty())
        close->message = message.note;
    }
  }
  for (auto& write : live.unwritten) decision.writes.push_back(std::move(write));
  live.unwritten.clear();
  live.accept_at = 0;
  if (!message.note.empty() && decision.next.state != flow::State::done)
    decision.writes.push_back(flow::LogEntry{2, "invocation", message.note_code, message.note});
}

void Engine::Core::write(Live& live, ChunkMessage&& message, flow::Decision decision) {
  const auto before = live.row;
  finish_writes(before, decision, live, message);
  // What goes back into the queue is sent anew, and counted then.
  const bool again =
      decision.next.state == flow::State::backoff || decision.next.state == flow::State::queued;
  const auto empty = live.attempt && !again ? live.attempt->empty_required.exchange(0) : 0;
  flow::Transition op{before.ver, decision.next, std::move(decision.writes), empty};
  if (keeps_trace(decision.next)) {
    for (auto& trace : live.traces) {
      Pending note;
      note.kind = Pending::Kind::note;
      queue(std::move(trace), std::move(note));
    }
    live.traces.clear();
  }
  Pending pending;
  pending.kind = Pending::Kind::transition;
  pending.key = before.key();
  pending.run = before.run;
  pending.service = before.service;
  pending.before = before;
  pending.next = decision.next;
  pending.after = std::move(decision.after);
  pending.origin = std::move(message);
  // From now on, not only when it is durable: nothing is sent of a chunk that has closed.
  if (live.attempt && decision.next.state != flow::State::sending) live.attempt->wanted = false;
  live.busy = true;
  queue(std::move(op), std::move(pending));
}

void Engine::Core::on_applied(Pending& pending, const flow::OpResult&) {
  switch (pending.kind) {
    case Pending::Kind::note:
      return;
    case Pending::Kind::cursor:
      check_ends_ = true;
      return;
    case Pending::Kind::run: {
      const auto run = runs_.find(pending.run);
      if (run == runs_.end()) return;
      run->second.changing = false;
      run->second.row.state = pending.to;
      run->second.abort_wanted = false;
      check_ends_ = true;
      if (pending.to == flow::RunState::aborting) abort_open_chunks(run->second);
      if (pending.to == flow::RunState::done || pending.to == flow::RunState::aborted) {
        log(Severity::info, "runtime",
            "run=" + std::to_string(pending.run) + " is " + std::string(to_string(pending.to)));
        scheduler_.remove_run(run->second.row.service, pending.run);
        runs_.erase(run);
      }
      return;
    }
    case Pending::Kind::birth:
    case Pending::Kind::transition:
      break;
  }
  auto& live = live_[pending.key];
  live.row = pending.next;
  if (!flow::is_open(live.row.state)) recent_.erase(pending.key);
  live.busy = false;
  if (pending.kind == Pending::Kind::transition) count_flight(pending.before, pending.next);
  if (const auto run = runs_.find(pending.run); run != runs_.end()) {
    auto& open = run->second.open_chunks;
    const bool ends = flow::is_open(pending.before.state) && !flow::is_open(pending.next.state);
    if (ends && pending.next.state == flow::State::split) open += 2;
    if (ends) --open;
    check_ends_ = check_ends_ || open <= 0;
  }
  release(pending.after, pending.next, pending.origin, std::move(pending.members));
  reply(pending.origin, {EventReply::Kind::done, std::nullopt});
  after_chunk_op(pending.key);
}

/// The row has moved, or a guard did not hold: decide again from what is there.
void Engine::Core::on_lost(Pending& pending) {
  switch (pending.kind) {
    case Pending::Kind::note:
      return;
    case Pending::Kind::run: {
      const auto run = runs_.find(pending.run);
      if (run == runs_.end()) return;
      run->second.changing = false;
      run->second.unread = true;
      return refresh(run->second);
    }
    case Pending::Kind::cursor:
    case Pending::Kind::birth: {
      if (pending.kind == Pending::Kind::birth) {
        live_.erase(pending.key);
        scheduler_.send_ended(pending.service);
        scheduler_.rate_settled(pending.service, pending.next.people, -1);
        scheduler_.left_flight(pending.service, pending.next.people);
      }
      const auto run = runs_.find(pending.run);
      if (run == runs_.end()) return;
      if (pending.kind == Pending::Kind::birth) --run->second.open_chunks;
      run->second.unread = run->second.unplanned = true;
      return refresh(run->second);
    }
    case Pending::Kind::transition:
      break;
  }
  if (std::holds_alternative<flow::Claimed>(pending.origin.event)) {
    scheduler_.send_ended(pending.service);
    scheduler_.rate_settled(pending.service, pending.next.people, -1);
    scheduler_.left_flight(pending.service, pending.next.people);
  }
  // What was known of the row is wrong: it is read anew, for this event and those behind it.
  auto waiting = std::move(live_[pending.key].waiting);
  live_.erase(pending.key);
  if (std::holds_alternative<flow::Claimed>(pending.origin.event))
    reply(pending.origin, {EventReply::Kind::done, std::nullopt});
  else if (++pending.origin.retries > kRowMoved)
    reply(pending.origin, {EventReply::Kind::unavailable, std::nullopt});
  else
    waiting.push_front(std::move(pending.origin));
  for (auto& next : waiting) {
    Message message = std::move(next);
    handle(message);
  }
}

/// Results that can never be written must not keep their chunk open for ever.
bool Engine::Core::fail_instead(Pending& pending, const std::string& error) {
  auto* arrived = std::get_if<flow::ResultsIn>(&pending.origin.event);
  const auto live = live_.find(pending.key);
  if (pending.kind != Pending::Kind::transition || !arrived || live == live_.end()) return false;
  auto failed = in_place_of(*arrived->results, error);
  if (!failed) return false;
  arrived->results = std::move(failed);
  live->second.busy = false;
  decide(live->second, std::move(pending.origin));
  return true;
}

void Engine::Core::on_poisoned(Pending& pending, const std::string& error) {
  log(Severity::error, "runtime",
      "an operation of " + name(pending.next) + " can't be written: " + error);
  if (fail_instead(pending, error)) return;
  reply(pending.origin, {EventReply::Kind::unavailable, std::nullopt});
  const auto run = runs_.find(pending.run);
  if (pending.kind == Pending::Kind::run && run != runs_.end()) run->second.changing = false;
  if (pending.kind == Pending::Kind::birth || pending.kind == Pending::Kind::cursor) {
    // Nobody is lost: the cursor has not moved. The run stands still until the next start or
    // change.
    if (run != runs_.end()) run->second.broken = true;
    if (run != runs_.end() && pending.kind == Pending::Kind::birth) --run->second.open_chunks;
  }
  if (pending.kind == Pending::Kind::birth ||
      std::holds_alternative<flow::Claimed>(pending.origin.event)) {
    scheduler_.send_ended(pending.service);
    scheduler_.rate_settled(pending.service, pending.next.people, -1);
    scheduler_.left_flight(pending.service, pending.next.people);
  }
  if (const auto live = live_.find(pending.key); live != live_.end()) {
    live->second.busy = false;
    after_chunk_op(pending.key);
  }
}

/// The next events of this chunk, or forgetting it: a waiting chunk is a row and nothing else.
void Engine::Core::after_chunk_op(const flow::ChunkKey& key) {
  const auto it = live_.find(key);
  if (it == live_.end() || it->second.draining) return;
  auto& live = it->second;
  live.draining = true;  // handling one of them comes back here
  while (!live.busy && !live.waiting.empty()) {
    Message next = std::move(live.waiting.front());
    live.waiting.pop_front();
    handle(next);
  }
  live.draining = false;
  const bool keep =
      live.busy || (live.row.state == flow::State::sending && live.row.owner == options_.epoch);
  if (!keep) live_.erase(it);
}

void Engine::Core::count_flight(const flow::ChunkRow& before, const flow::ChunkRow& next) {
  if (in_flight(before.state) && !in_flight(next.state))
    scheduler_.left_flight(before.service, before.people);
}

}  // namespace stepgate::runtime
