// The engine's part for the way to each service: its gate, its breaker, its rate.
#include <algorithm>

#include "base/log.hpp"
#include "runtime/engine_core.hpp"

namespace stepgate::runtime {

void Engine::Core::open_lane(flow::ServiceId service) {
  flow::LaneLimits limits;
  if (const auto plan = catalog_.current_plan(service))
    limits = {plan->limits.concurrency, plan->limits.chunks_in_flight, plan->limits.window_requests,
              plan->limits.window_people, plan->limits.window};
  if (scheduler_.has_lane(service))
    scheduler_.set_limits(service, limits);
  else
    scheduler_.open_lane(service, limits, store_.open_chunk_count(service));
  const bool paused =
      pausing_.contains(service) || breakers_[service].is_open() || !catalog_.gate(service).open;
  if (paused && !scheduler_.is_paused(service)) withdraw_ = true;
  scheduler_.set_paused(service, paused);
}

void Engine::Core::on_service(const ServiceMessage& message) {
  if (message.pause_done) pausing_.erase(message.service);
  auto& breaker = breakers_[message.service];
  if (message.probe) {
    const bool alive = message.probe->empty();
    if (breaker.probed(alive, clock_.steady(), dice_)) breaker_moved(message.service, breaker);
  } else {
    breaker.ask_soon(clock_.steady());  // somebody may have mended it
  }
  refresh_gate(message.service);
}

void Engine::Core::refresh_gate(flow::ServiceId service) {
  if (scheduler_.has_lane(service)) open_lane(service);
}

// ---- pauses ----

/// An abort takes what has not begun out of the flow; it is not this function's business.
bool Engine::Core::may_send(const flow::ChunkRow& row) const {
  const auto run = runs_.find(row.run);
  const bool paused = run != runs_.end() && run->second.row.state == flow::RunState::paused;
  return !paused && !scheduler_.is_paused(row.service);
}

/// Durable, and not a byte has left: it may be sent again.
void Engine::Core::take_back(const flow::ChunkRow& row) {
  ChunkMessage message;
  message.key = row.key();
  message.send_ended = row.service;
  message.send_people = row.people;
  message.event = flow::SubmitBroke{row.attempt, false, true};
  Message wrapped = std::move(message);
  handle(wrapped);
}

/// After a pause: what was marked and waits for a sender goes back, what a sender has taken and
/// not begun is told so.
void Engine::Core::withdraw() {
  for (auto& [service, jobs] : ready_) {
    std::deque<SendJob> stay, back;
    for (auto& job : jobs) (may_send(job.row) ? stay : back).push_back(std::move(job));
    jobs = std::move(stay);
    for (const auto& job : back) take_back(job.row);
  }
  for (auto& [key, live] : live_)
    if (live.attempt && !may_send(live.row)) live.attempt->withdrawn = true;
}

/// Hands to the senders what is durable, as far as each service may have submits under way.
void Engine::Core::submit_ready() {
  for (auto& [service, jobs] : ready_)
    while (!jobs.empty() && scheduler_.may_submit(service)) {
      auto job = std::move(jobs.front());
      jobs.pop_front();
      submit(std::move(job));
    }
}

void Engine::Core::submit(SendJob job) {
  scheduler_.submitting(job.row.service);
  job.attempt = std::make_shared<Attempt>();
  const auto live = live_.find(job.row.key());
  if (live != live_.end() && live->second.row.attempt == job.row.attempt)
    live->second.attempt = job.attempt;
  // Else its chunk has closed meanwhile, or is about to: an earlier attempt's callback.
  job.attempt->wanted = live != live_.end() && !live->second.busy &&
                        live->second.row.state == flow::State::sending &&
                        live->second.row.attempt == job.row.attempt;
  const auto run = runs_.find(job.row.run);
  if (run != runs_.end() && run->second.row.state == flow::RunState::aborting)
    job.attempt->wanted = false;
  if (scheduler_.by_rate(job.row.service))
    granted_[job.row.service].emplace_back(job.attempt, job.row.people);
  job.held = holding_.contains(job.row.service) && held_sends_ < kHeldSends;
  ++sends_;
  if (job.held) ++held_sends_;
  const bool held = job.held;
  auto work = [this, held, job = std::move(job)]() mutable -> Report {
    ChunkMessage message;
    message.key = job.row.key();
    message.send_ended = job.row.service;
    message.send_people = job.row.people;
    message.attempt = job.attempt;
    const auto attempt = job.row.attempt;
    const Ms begin = clock_.steady();
    try {
      auto report = sender_.send(std::move(job));
      message.event = std::move(report.event);
      message.trace = std::move(report.trace);
      message.note_code = std::move(report.code);
      message.note = std::move(report.message);
    } catch (const std::exception& e) {
      // The adapter has been asked: what became of it is not known.
      message.event = flow::SubmitBroke{attempt, true};
      message.note_code = "SUBMIT_FAILED";
      message.note = e.what();
    }
    return [this, held, begin, message = std::move(message)]() mutable {
      message.send_took = clock_.steady() - begin;
      mailbox_.answer(std::move(message));
      if (held) --held_sends_;
      --sends_;
    };
  };
  if (held)
    workers_.hold(std::move(work));
  else
    workers_.send(std::move(work));
}

// ---- breakers ----

/// A submit has returned, or was never made.
void Engine::Core::on_send_ended(const ChunkMessage& message) {
  const auto service = message.send_ended;
  scheduler_.send_ended(service, message.send_took);
  const auto& attempt = message.attempt;
  const Ms begun = attempt ? attempt->begun.load() : -1;
  if (!attempt || !attempt->counted) scheduler_.rate_settled(service, message.send_people, begun);
  if (attempt) {
    attempt->counted = true;
    if (const auto list = granted_.find(service); list != granted_.end())
      std::erase_if(list->second, [&](const auto& one) { return one.first == attempt; });
  }
  if (begun >= 0 && !stopping_) judge(message);
}

/// Whether the service is there, by what became of a request that was made.
void Engine::Core::judge(const ChunkMessage& message) {
  constexpr int kServerError = 500;
  std::string why;
  if (const auto* broke = std::get_if<flow::SubmitBroke>(&message.event))
    why = message.note.empty() ? broke->body_left ? "no answer" : "no connection" : message.note;
  else if (const auto* answer = std::get_if<flow::SubmitAnswered>(&message.event);
           answer && answer->http >= kServerError)
    why = "HTTP " + std::to_string(answer->http);
  const auto service = message.send_ended;
  auto& breaker = breakers_[service];
  if (why.empty()) {
    if (breaker.answered()) breaker_moved(service, breaker);
    return;
  }
  const auto plan = catalog_.current_plan(service);
  const auto limit = plan ? plan->limits.breaker_failures : 0;
  if (breaker.failed(std::move(why), limit, clock_.steady(), dice_))
    breaker_moved(service, breaker);
}

void Engine::Core::breaker_moved(flow::ServiceId service, const flow::Breaker& breaker) {
  flow::ServiceLog entry;
  entry.service = service;
  if (breaker.is_open())
    entry.entry = {3, "service", "BREAKER_OPEN",
                   std::to_string(breaker.failures()) +
                       " requests in a row failed, the last one: " + breaker.why() +
                       ". Nothing is sent until the service answers its status."};
  else
    entry.entry = {1, "service", "BREAKER_CLOSED", "It answers again: what waited is sent."};
  log(breaker.is_open() ? Severity::error : Severity::info, "runtime",
      "service=" + std::to_string(service) + " " + entry.entry.code + ": " + entry.entry.message);
  refresh_gate(service);
  view_lane(service);
  on_note({std::move(entry)});
}

void Engine::Core::probe(flow::ServiceId service) {
  const auto plan = catalog_.current_plan(service);
  const auto adapter = plan ? catalog_.adapter(service, plan->version) : nullptr;
  if (!adapter) return;
  breakers_[service].probing();
  workers_.probe([this, service, adapter]() -> Report {
    std::string why;
    try {
      why = adapter->probe([this] { return stopping_.load(); }).value_or("");
    } catch (const std::exception& e) {
      why = e.what();
      if (why.empty()) why = "it can't be asked";
    }
    return [this, service, why] { mailbox_.answer(ServiceMessage{service, false, why}); };
  });
}

// ---- rates ----

/// Those handed out that have begun leave the list of what may yet begin.
void Engine::Core::count_begun(flow::ServiceId service) {
  const auto list = granted_.find(service);
  if (list == granted_.end()) return;
  std::erase_if(list->second, [&](const auto& one) {
    const auto& [attempt, people] = one;
    const Ms begun = attempt->begun;
    if (begun < 0) return false;
    scheduler_.rate_settled(service, people, begun);
    attempt->counted = true;
    return true;
  });
}

bool Engine::Core::rate_allows(flow::ServiceId service, std::int64_t people) {
  if (!scheduler_.by_rate(service)) return true;
  count_begun(service);
  return scheduler_.rate_allows(service, people, clock_.steady());
}

// ---- what can be seen ----

/// With each tick.
void Engine::Core::look_at_lanes() {
  const Ms now = clock_.steady();
  for (const auto service : scheduler_.services()) {
    if (!stopping_ && breakers_[service].wants_probe(now) && catalog_.gate(service).open)
      probe(service);
    view_lane(service);
  }
}

void Engine::Core::view_lane(flow::ServiceId service) {
  if (!scheduler_.has_lane(service)) return;
  const auto& breaker = breakers_[service];
  const Ms now = clock_.steady(), wall = clock_.now();
  LaneView view;
  view.breaker_open = breaker.is_open();
  view.failures = breaker.failures();
  view.why = breaker.why();
  if (view.breaker_open) {
    view.opened_at = wall - (now - breaker.since());
    view.next_probe_at = wall + (breaker.probe_at() - now);
    view.probes = breaker.probes();
  }
  view.chunks_in_flight = scheduler_.in_flight(service);
  view.by_rate = scheduler_.by_rate(service);
  if (view.by_rate) {
    const auto used = scheduler_.rate_used(service, now);
    view.window_requests = used.requests;
    view.window_people = used.people;
  }
  const std::lock_guard lock(stats_mutex_);
  views_[service] = std::move(view);
}

std::optional<LaneView> Engine::Core::lane(flow::ServiceId service) const {
  const std::lock_guard lock(stats_mutex_);
  const auto found = views_.find(service);
  return found == views_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace stepgate::runtime
