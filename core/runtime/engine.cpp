#include "runtime/engine.hpp"

#include <algorithm>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "runtime/engine_core.hpp"

namespace stepgate::runtime {
namespace {

constexpr Ms kTick = 250;
constexpr std::size_t kDueAtOnce = 1000;
constexpr Ms kStoreRetry = 1000;

}  // namespace

Engine::Engine(flow::Store& store, Catalog& catalog, Clock& clock, EngineOptions options)
    : core_(std::make_unique<Core>(store, catalog, clock, std::move(options), nullptr)) {}
Engine::Engine(flow::Store& store, Catalog& catalog, Clock& clock, EngineOptions options,
               Workers& workers)
    : core_(std::make_unique<Core>(store, catalog, clock, std::move(options), &workers)) {}
Engine::~Engine() { stop(); }
void Engine::start() { core_->start(); }
bool Engine::step(Ms wait) { return core_->step(wait); }
void Engine::send_no_more() { core_->send_no_more(); }
void Engine::take_no_more() { core_->take_no_more(); }
void Engine::stop(Ms patience) { core_->stop(patience); }
void Engine::run_changed(flow::RunId run) { core_->mailbox().post(Core::RunMessage{run}); }
void Engine::abort_run(flow::RunId run) { core_->mailbox().post(Core::RunMessage{run, true}); }
void Engine::service_changed(flow::ServiceId service) {
  core_->mailbox().post(Core::ServiceMessage{service});
}

void Engine::note(flow::ServiceLog entry) {
  core_->mailbox().post(Core::NoteMessage{std::move(entry)});
}

void Engine::post(const flow::ChunkKey& key, flow::Event event, std::vector<TraceText> trace,
                  const std::function<void(EventReply)>& reply) {
  Core::ChunkMessage message;
  message.key = key;
  message.event = std::move(event);
  for (auto& leg : trace)
    if (leg.at == 0) leg.at = core_->clock().now();  // a callback: it has just come
  message.trace = std::move(trace);
  message.reply = reply;
  if (!core_->mailbox().post(std::move(message)) && reply)
    reply({EventReply::Kind::unavailable, std::nullopt});
}

std::string Engine::callback_url(const flow::ChunkKey& key) const {
  return core_->options().callback_url_base + core_->code().encode(key);
}
std::optional<flow::ChunkKey> Engine::chunk_of_code(std::string_view code) const {
  return core_->code().decode(code);
}
EngineStats Engine::stats() const { return core_->stats(); }
std::optional<LaneView> Engine::lane(flow::ServiceId service) const { return core_->lane(service); }
bool Engine::wants_trace(const flow::ChunkRow& row) const { return core_->keeps_trace(row); }
std::shared_ptr<const RecentChunk> Engine::recent(const flow::ChunkKey& key) const {
  return core_->recent().find(key);
}

// ---- the loop ----

Engine::Core::Random::Random(const std::string& seed_bytes) {
  std::uint64_t seed = 0;
  for (char c : seed_bytes) seed = seed << 8 | static_cast<unsigned char>(c);
  generator_.seed(seed);
}

std::uint64_t Engine::Core::Random::roll(std::uint64_t bound) {
  return std::uniform_int_distribution<std::uint64_t>(0, bound - 1)(generator_);
}

Engine::Core::Core(flow::Store& store, Catalog& catalog, Clock& clock, EngineOptions options,
                   Workers* workers)
    : store_(store),
      catalog_(catalog),
      clock_(clock),
      options_(std::move(options)),
      code_(options_.callback_key, 1),
      scheduler_(options_.people_in_flight),
      ids_(options_.node_slot, options_.highest_chunk),
      dice_(options_.random(sizeof(std::uint64_t))),
      sender_(store_, catalog_, clock_, [this] { return stopping_.load(); }),
      own_workers_(workers ? nullptr : threaded_workers(options_.send_threads)),
      workers_(workers ? *workers : *own_workers_) {}

Engine::Core::~Core() { stop(0); }

void Engine::Core::start() {
  thread_ = std::thread([this] { loop(); });
}

/// Loads what the store holds open. A store that can't be read is asked again, and what comes
/// meanwhile waits.
bool Engine::Core::open() {
  if (opened_) return true;
  try {
    started_steady_ = clock_.steady();
    time_.begin(store_.last_time(), clock_.now(), started_steady_);
    const auto open_runs = store_.open_runs();
    found_open_ = !open_runs.empty();
    for (const auto& row : open_runs) load_run(row);
    opened_ = true;
  } catch (const std::exception& e) {
    log(Severity::error, "runtime", std::string("the store could not be read: ") + e.what());
  }
  return opened_;
}

void Engine::Core::stop(Ms patience) {
  if (!thread_.joinable()) return;
  stopping_ = true;
  const Ms until = clock_.steady() + patience;
  while (sends_ > 0 && clock_.steady() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  take_no_more();
  thread_.join();
  workers_.stop();
}

void Engine::Core::take_no_more() {
  workers_.stop_sends_and_reads();
  mailbox_.close();
}

flow::Ms Engine::Core::store_now() {
  const flow::Ms now = time_.now(clock_.now(), clock_.steady());
  store_time_ = now;
  return now;
}

void Engine::Core::loop() {
  step(0);
  while (step(kTick)) {
  }
}

bool Engine::Core::step(Ms wait) {
  auto messages = mailbox_.take(wait);
  const bool closed = messages.empty() && stopping_;
  if (!open() && !closed) {
    std::move(messages.begin(), messages.end(), std::back_inserter(early_));
    return true;
  }
  for (auto& message : std::exchange(early_, {})) handle(message);
  for (auto& message : messages) handle(message);
  if (clock_.steady() - last_tick_ >= kTick) tick();
  if (stopping_)
    drop_ready();
  else
    pump();
  if (std::exchange(check_ends_, false)) try_end_runs();
  flush();
  if (!closed || !idle()) return true;
  refuse_the_rest();
  return false;
}

/// Who still waits for an answer has to ask again after the next start.
void Engine::Core::refuse_the_rest() {
  for (auto& [key, live] : live_)
    for (auto& message : live.waiting)
      reply(message, {EventReply::Kind::unavailable, std::nullopt});
  for (auto& [cookie, pending] : pending_)
    reply(pending.origin, {EventReply::Kind::unavailable, std::nullopt});
}

void Engine::Core::handle(Message& message) {
  try {
    if (auto* chunk = std::get_if<ChunkMessage>(&message))
      on_chunk(std::move(*chunk));
    else if (auto* committed = std::get_if<Committed>(&message))
      on_committed(std::move(*committed));
    else if (auto* slice = std::get_if<SliceMessage>(&message))
      on_slice(std::move(*slice));
    else if (auto* run = std::get_if<RunMessage>(&message))
      on_run(*run);
    else if (auto* note = std::get_if<NoteMessage>(&message))
      on_note(std::move(*note));
    else
      on_service(std::get<ServiceMessage>(message));
  } catch (const std::exception& e) {
    put_off(message, e.what());
  }
}

void Engine::Core::on_note(NoteMessage message) {
  Pending pending;
  pending.kind = Pending::Kind::note;
  queue(std::move(message.entry), std::move(pending));
}

/// The store could not be read. Who waits asks again; what nobody else knows is tried again.
void Engine::Core::put_off(Message& message, const char* why) {
  log(Severity::error, "runtime", std::string("an event could not be handled: ") + why);
  auto* chunk = std::get_if<ChunkMessage>(&message);
  if (chunk && chunk->reply)
    reply(*chunk, {EventReply::Kind::unavailable, std::nullopt});
  else
    again_.push_back(std::move(message));
}

void Engine::Core::tick() {
  last_tick_ = clock_.steady();
  for (auto& message : std::exchange(again_, {})) handle(message);
  const auto now = store_now();
  for (const auto service : scheduler_.services()) refresh_gate(service);
  try {
    for (auto& [id, run] : runs_)
      if (run.unread || run.unplanned) refresh(run);
    for (const auto& row : store_.orphans(options_.epoch, kDueAtOnce))
      on_time(row, flow::OwnerLost{});
    for (const auto& row : store_.due(now, kDueAtOnce)) on_time(row, flow::Due{});
    for (const auto& [id, run] : runs_)
      if (run.row.state == flow::RunState::aborting && run.open_chunks > 0) abort_open_chunks(run);
    for (const auto service : scheduler_.services()) {
      auto& offers = claimable_[service];
      offers.clear();
      if (const auto permits = scheduler_.permits(service); permits > 0)
        for (auto& row : store_.claimable(service, now, static_cast<std::size_t>(permits)))
          offers.push_back(std::move(row));
    }
  } catch (const std::exception& e) {
    log(Severity::error, "runtime", std::string("the store could not be read: ") + e.what());
  }
  // A 2xx that has waited long enough is written down.
  while (!accepts_.empty() && accepts_.front().first <= last_tick_) {
    const auto key = accepts_.front().second;
    accepts_.pop_front();
    const auto live = live_.find(key);
    if (live == live_.end() || live->second.busy || live->second.accept_at == 0) continue;
    ChunkMessage again;
    again.key = key;
    again.event = flow::SubmitAnswered{live->second.row.attempt, live->second.accept_http};
    again.write_accept = true;
    live->second.unwritten.clear();  // decided anew
    live->second.accept_at = 0;
    decide(live->second, std::move(again));
  }
  check_ends_ = true;
  look_at_lanes();
  const std::lock_guard lock(stats_mutex_);
  stats_.queued_operations = static_cast<std::int64_t>(committer_.size());
  stats_.chunks_in_flight = 0;
  for (const auto service : scheduler_.services())
    stats_.chunks_in_flight += scheduler_.in_flight(service);
}

void Engine::Core::flush() {
  const auto now = clock_.steady();
  if (lane_busy_ || now < held_until_) return;
  auto batch = committer_.take(now);
  if (batch.empty()) return;
  const Ms at = store_now();
  lane_busy_ = true;
  workers_.commit([this, at, now, batch = std::move(batch)]() mutable -> Report {
    const Ms written_at = at + (clock_.steady() - now);
    auto committed =
        std::make_shared<Committed>(commit_batch(store_, std::move(batch), written_at));
    return [this, committed] { mailbox_.answer(std::move(*committed)); };
  });
}

bool Engine::Core::idle() const {
  // A store that can't be written is not waited for: everything in the queue is decided again after
  // the next start.
  return !lane_busy_ && (committer_.empty() || held_until_ > 0);
}

EngineStats Engine::Core::stats() const {
  const std::lock_guard lock(stats_mutex_);
  return stats_;
}

void Engine::Core::on_committed(Committed committed) {
  lane_busy_ = false;
  if (!committed.error.empty()) {
    // Nothing of it was written and nothing is lost: the same operations are tried again.
    held_until_ = clock_.steady() + kStoreRetry;
    log(Severity::error, "runtime", "the store could not be written: " + committed.error);
    for (auto& op : committed.batch) {
      // Who waits for an answer is told now: a repeat is a duplicate once this has been written.
      if (const auto found = pending_.find(op.cookie); found != pending_.end())
        reply(found->second.origin, {EventReply::Kind::unavailable, std::nullopt});
    }
    committer_.put_back(std::move(committed.batch), clock_.steady());
    const std::lock_guard lock(stats_mutex_);
    stats_.store_error = committed.error;
    return;
  }
  held_until_ = 0;
  {
    const std::lock_guard lock(stats_mutex_);
    stats_.store_error.clear();
    ++stats_.batches;
    stats_.operations += static_cast<std::int64_t>(committed.batch.size());
  }
  for (std::size_t i = 0; i < committed.batch.size(); ++i)
    take(committed.batch[i], committed.results[i]);
}

/// One operation that came back; what goes wrong with it is not the others' trouble.
void Engine::Core::take(flow::PendingOp& op, const flow::OpResult& result) {
  const auto found = pending_.find(op.cookie);
  if (found == pending_.end()) return;
  auto pending = std::move(found->second);
  pending_.erase(found);
  if (const auto* marked = marked_row(op.op)) pending.next = *marked;
  try {
    if (result.applied == flow::Applied::applied)
      on_applied(pending, result);
    else if (result.applied == flow::Applied::lost)
      on_lost(pending);
    else
      on_poisoned(pending, result.error);
  } catch (const std::exception& e) {
    log(Severity::error, "runtime", std::string("the store could not be read: ") + e.what());
    reply(pending.origin, {EventReply::Kind::unavailable, std::nullopt});
  }
}

}  // namespace stepgate::runtime
