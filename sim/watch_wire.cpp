// The services' side of the invariants, and the callbacks'.
#include <algorithm>

#include "base/crypto.hpp"
#include "sim/watch.hpp"

namespace stepgate::sim {
namespace {

using flow::RunState;
using flow::State;

constexpr Ms kKnows = 250;  ///< the engine looks at gates that often

std::string name(const flow::ChunkRow& row) {
  return "run " + std::to_string(row.run) + " chunk " + std::to_string(row.seq) + " (" +
         std::string(flow::to_string(row.state)) + ", attempt " + std::to_string(row.attempt) + ")";
}

[[noreturn]] void breach(const char* invariant, const std::string& text) {
  throw Violation{invariant, text};
}

bool has_token(const flow::ChunkRow& row, std::string_view secret) {
  const auto digest = sha256(secret);
  return !row.tokens.empty() &&
         std::equal(row.tokens.back().begin(), row.tokens.back().end(), digest.begin());
}

}  // namespace

flow::ServiceId Watch::submit_begins(const runtime::Submission& s) {
  const auto found = model_.chunks().find(s.key);
  if (found == model_.chunks().end()) breach("I4", "a chunk is sent that is not in the store");
  const auto& row = found->second.row;
  if (!flow::is_open(row.state)) breach("I6", name(row) + " is sent after it has closed");
  if (row.attempt != s.attempt || row.state != State::sending || !has_token(row, s.token))
    breach("I4", name(row) + " is sent as attempt " + std::to_string(s.attempt) +
                     " with a token that is not durable");
  if (!std::equal(s.ids.begin(), s.ids.end(), found->second.members.begin(),
                  found->second.members.end()))
    breach("I13", name(row) + " is sent with other people than its own");
  for (std::size_t i = 0; i < s.ids.size(); ++i)
    if (flow::bucket_of(s.ids[i]) != row.bucket || (i > 0 && s.ids[i] <= s.ids[i - 1]))
      breach("I13", name(row) + " has people of several buckets, or not in their order");

  const auto plan = catalog_.plan(row.service, row.plan);
  auto& chunk = chunks_[s.key];
  if (chunk.may_have_worked > 0 && !plan->limits.idempotent)
    breach("I5", name(row) + " is sent again, and its service may have worked on it");
  if (++submits_[row.service] > plan->limits.concurrency)
    breach("I12", "service " + std::to_string(row.service) + " has " +
                      std::to_string(submits_[row.service]) + " submits at a time");
  check_pauses(row);
  check_rate(row, plan->limits);
  return row.service;
}

/// I12: in no window of time more requests than allowed, nor more people.
void Watch::check_rate(const flow::ChunkRow& row, const flow::Limits& limits) {
  if (limits.window_requests == 0 && limits.window_people == 0) return;
  auto& begun = begun_[row.service];
  const Ms now = ground_.now();
  while (!begun.empty() && begun.front().at <= now - limits.window) begun.pop_front();
  const bool alone = begun.empty();
  begun.push_back({now, row.people});
  std::int64_t people = 0;
  for (const auto& one : begun) people += one.people;
  const auto requests = static_cast<std::int64_t>(begun.size());
  const bool many = limits.window_requests > 0 && requests > limits.window_requests;
  const bool full = limits.window_people > 0 && people > limits.window_people && !alone;
  if (many || full)
    breach("I12", name(row) + " is request " + std::to_string(requests) + " within " +
                      std::to_string(limits.window) + " ms, with " + std::to_string(people) +
                      " people in all");
}

/// I15: nothing is sent once the engine knows of a pause, marked or not. It looks at gates and at
/// runs that it could not read before at least every 250 ms, when it has a turn.
void Watch::check_pauses(const flow::ChunkRow& row) const {
  const auto knows = [&](Ms since) { return last_turn_ >= since + kKnows; };
  if (const Ms since = catalog_.get(row.service).closed_since; since != kNever && knows(since))
    breach("I15", name(row) + " is sent to a service that is paused");
  if (breaker_open(row.service))
    breach("I15", name(row) + " is sent to a service whose breaker is open");
  const auto& wanted = runs_.at(row.run);
  // An abort is the engine's own write, of which it is told with the others of that commit.
  constexpr Ms kTold = 20'000;
  const bool paused = wanted.state == RunState::paused && ground_.faults.read_error == 0 &&
                      knows(wanted.state_since);
  const bool ended = wanted.state != RunState::running && wanted.state != RunState::paused &&
                     ground_.now() > wanted.state_since + kTold;
  if (paused || ended)
    breach("I15",
           name(row) + " is sent, and its run is " + std::string(flow::to_string(wanted.state)));
}

void Watch::submit_ends(flow::ServiceId service) { --submits_[service]; }

void Watch::may_have_worked(const flow::ChunkKey& key) { ++chunks_[key].may_have_worked; }

Watch::Exchange Watch::callback_begins(const flow::ChunkKey& key, bool good,
                                       const flow::Digest& digest) const {
  const auto found = model_.chunks().find(key);
  const bool open = found != model_.chunks().end() && flow::is_open(found->second.row.state);
  return {key, good, open, digest};
}

/// I9 and I10, seen from the service.
void Watch::callback_answered(const Exchange& exchange, int status, const std::string& body) const {
  const auto& chunk = model_.chunks().at(exchange.key);
  const auto& row = chunk.row;
  const auto text =
      name(row) + ": a callback was answered " + std::to_string(status) + " \"" + body + "\"";
  if (!exchange.good) {
    if (status == 200 || status == 409) breach("I10", text + ", and it was none");
    return;
  }
  if (status == 503) return;
  const bool applied = row.state == State::done && row.digest == exchange.digest;
  const bool late = model_.keeps_late(exchange.key, exchange.digest);
  if (status == 200 && !applied && !late) breach("I9", text + ", and it is not in the store");
  if (status == 200 && (body == "0" || body == "1") && !applied)
    breach("I9", text + ", and it is not applied");
  if (status == 409 && (row.state != State::done || applied)) breach("I10", text);
  if (status != 200 && status != 409) breach("I10", text + ", and it was good");
  if (status == 200 && body == "2" && row.state == State::done && !late) breach("I10", text);
}

void Watch::decided(const flow::ChunkRow& row, const flow::Event& event,
                    const flow::Decision& decision) {
  ground_.hit(decision.row);
  ground_.note("decided",
               {{"run", row.run},
                {"chunk", row.seq},
                {"attempt", row.attempt},
                {"event", static_cast<std::int64_t>(event.index())}},
               flow::to_string(decision.row));
  const auto* results = std::get_if<flow::ResultsIn>(&event);
  if (!results || !flow::is_open(row.state) || row.attempt == 0) return;
  const bool known =
      std::find(row.tokens.begin(), row.tokens.end(), results->token) != row.tokens.end();
  if (known && decision.row != flow::Row::T9 && decision.row != flow::Row::T10)
    breach("I10", name(row) + ": good results are not taken");
}

}  // namespace stepgate::sim
