// The engine's part for runs and lanes: which people become chunks, which waiting chunks are
// claimed, when a run ends.
#include <algorithm>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "runtime/engine_core.hpp"

namespace stepgate::runtime {
namespace {

constexpr std::size_t kTokenBytes = 18;
constexpr std::size_t kSample =
    20;  ///< people whose size on the wire is estimated in each slice read

flow::TokenHash hash_of(const std::string& token) {
  const auto digest = sha256(token);
  flow::TokenHash hash;
  std::copy_n(digest.begin(), hash.size(), hash.begin());
  return hash;
}

}  // namespace

std::uint64_t Engine::Core::queue(flow::Op op, Pending pending) {
  const auto cookie = next_cookie_++;
  pending_.emplace(cookie, std::move(pending));
  committer_.add({std::move(op), cookie, store_time_}, clock_.steady());
  return cookie;
}

// ---- lanes ----

void Engine::Core::pump() {
  if (std::exchange(withdraw_, false)) withdraw();
  submit_ready();
  read_slices();
  for (const auto service : scheduler_.services()) pump_lane(service);
}

void Engine::Core::pump_lane(flow::ServiceId service) {
  auto& offers = claimable_[service];
  while (!offers.empty() && scheduler_.permits(service) > 0 &&
         rate_allows(service, offers.front().people)) {
    claim(offers.front());
    offers.pop_front();
  }
  const auto ready = [this](flow::RunId id) -> std::int64_t {
    const auto& run = runs_.at(id);
    const bool goes =
        run.row.state == flow::RunState::running && !run.changing && !run.broken && !run.unplanned;
    if (!goes) return 0;
    const auto plan = catalog_.current_plan(run.row.service);
    if (!plan) return 0;
    const auto people = chunk_people(runs_.at(id), *plan);
    return run.planner.ready(static_cast<std::size_t>(people)) ? people : 0;
  };
  // Whose turn it is must not be decided and then dropped: there has to be room for anybody's.
  const auto room = [&] {
    if (!scheduler_.by_rate(service)) return true;
    std::int64_t most = 0;
    for (const auto& [id, run] : runs_)
      if (run.row.service == service) most = std::max(most, ready(id));
    return most > 0 && rate_allows(service, most);
  };
  while (scheduler_.permits(service) > 0 && room()) {
    const auto run = scheduler_.next_run(service, ready);
    if (!run || !birth(service, runs_.at(*run))) break;
  }
}

void Engine::Core::claim(const flow::ChunkRow& row) {
  const auto adapter = catalog_.adapter(row.service, row.plan);
  if (!adapter) return;
  auto [it, fresh] = live_.try_emplace(row.key());
  if (fresh) it->second.row = row;
  if (it->second.busy) return;
  ChunkMessage message;
  message.key = row.key();
  message.secret = adapter->make_token(options_.random(kTokenBytes));
  message.event = flow::Claimed{options_.epoch, hash_of(message.secret)};
  const auto before = it->second.row.ver;
  scheduler_.sending(row.service, row.people);
  decide(it->second, std::move(message));
  // Not offered after all (T16): the permit goes back.
  const auto now = live_.find(row.key());
  if (now == live_.end() || (!now->second.busy && now->second.row.ver == before)) {
    scheduler_.send_ended(row.service);
    scheduler_.rate_settled(row.service, row.people, -1);
    scheduler_.left_flight(row.service, row.people);
  }
}

// ---- births ----

std::int64_t Engine::Core::chunk_people(Run& run, const flow::Plan& plan) const {
  std::int64_t people = plan.limits.chunk_people;
  if (run.row.chunk_people > 0) people = std::min<std::int64_t>(people, run.row.chunk_people);
  if (run.bytes_per_person > 0)
    people =
        std::min(people, std::max<std::int64_t>(1, plan.limits.chunk_bytes / run.bytes_per_person));
  if (plan.limits.window_people > 0) people = std::min(people, plan.limits.window_people);
  return std::clamp<std::int64_t>(people, 1, 1000);
}

/// T1 and T2 in one commit: the chunk is born claimed, its token hash durable before the first byte
/// leaves.
bool Engine::Core::birth(flow::ServiceId service, Run& run) {
  const auto plan = catalog_.current_plan(service);
  const auto adapter = plan ? catalog_.adapter(service, plan->version) : nullptr;
  if (!adapter) return false;
  auto cut = run.planner.cut(static_cast<std::size_t>(chunk_people(run, *plan)));
  if (!cut) return false;
  const auto now = store_now();
  Pending pending;
  pending.kind = Pending::Kind::birth;
  pending.run = run.row.run;
  pending.service = service;
  auto& row = pending.next;
  row.bucket = cut->bucket;
  row.chunk = ids_.next(now);
  row.people = static_cast<std::uint16_t>(cut->ids.size());
  row.seq = run.row.next_seq++;
  row.run = run.row.run;
  row.step = run.row.step;
  row.service = service;
  row.plan = plan->version;
  pending.key = row.key();
  pending.origin.key = row.key();
  pending.origin.secret = adapter->make_token(options_.random(kTokenBytes));
  row = flow::born(row, flow::Claimed{options_.epoch, hash_of(pending.origin.secret)}, plan->limits,
                   now);
  pending.before = row;
  pending.after.emplace_back(flow::Send{1});
  pending.members = cut->ids;
  auto& live = live_[row.key()];
  live.row = row;
  live.busy = true;
  scheduler_.sending(service, row.people);
  ++run.open_chunks;
  flow::Birth op{row, std::move(cut->ids), cut->from, cut->to};
  queue(std::move(op), std::move(pending));
  return true;
}

void Engine::Core::release(const std::vector<flow::After>& after, const flow::ChunkRow& row,
                           ChunkMessage& origin, std::vector<flow::PersonId> members) {
  for (const auto& effect : after) {
    if (std::holds_alternative<flow::Send>(effect)) {
      start_send(row, std::exchange(members, {}), origin.secret);
    } else if (const auto* answer = std::get_if<flow::Answer>(&effect)) {
      reply(origin, {EventReply::Kind::done, answer->verdict});
    } else if (const auto* renew = std::get_if<flow::RenewGrant>(&effect)) {
      workers_.chore([this, service = renew->service]() -> Report {
        catalog_.renew_grant(service);
        return nullptr;
      });
    } else if (const auto* pause = std::get_if<flow::PauseService>(&effect)) {
      scheduler_.set_paused(pause->service, true);
      withdraw_ = true;
      pausing_.insert(pause->service);
      workers_.chore([this, p = *pause]() -> Report {
        try {
          catalog_.pause(p.service, p.reason);
        } catch (const std::exception& e) {
          log(Severity::error, "runtime", std::string("a service can't be paused: ") + e.what());
        }
        return [this, p] { mailbox_.answer(ServiceMessage{p.service, true}); };
      });
    } else if (const auto* learn = std::get_if<flow::LearnChunkSize>(&effect)) {
      workers_.chore([this, l = *learn]() -> Report {
        catalog_.learn_chunk_size(l.service, l.people);
        return nullptr;
      });
    }
  }
}

void Engine::Core::start_send(const flow::ChunkRow& row, std::vector<flow::PersonId> members,
                              std::string secret) {
  SendJob job;
  job.row = row;
  job.members = std::move(members);
  job.token = std::move(secret);
  job.callback_url = options_.callback_url_base + code_.encode(row.key());
  job.committed_steady = clock_.steady();
  job.trace = keeps_trace(row);
  if (const auto run = runs_.find(row.run); run != runs_.end()) {
    job.campaign = run->second.row.campaign;
    job.context = run->second.row.context;
    job.parameters = run->second.row.parameters;
  } else if (const auto stored = store_.find_run(row.run)) {
    job.campaign = stored->campaign;
    job.context = stored->context;
    job.parameters = stored->parameters;
  }
  if (!job.members.empty())
    recent_.put(std::make_shared<const RecentChunk>(RecentChunk{row, job.members}));
  if (!may_send(row)) withdraw_ = true;  // paused while the mark was on its way to the disk
  ready_[row.service].push_back(std::move(job));
}

/// Stopping: they are sent after the next start.
void Engine::Core::drop_ready() {
  for (auto& [service, jobs] : ready_)
    for (const auto& job : std::exchange(jobs, {})) take_back(job.row);
}

// ---- people ----

void Engine::Core::read_slices() {
  for (auto& [id, run] : runs_) {
    if (run.row.state != flow::RunState::running || run.broken || run.unplanned) continue;
    while (const auto done = run.planner.take_done()) {
      Pending pending;
      pending.kind = Pending::Kind::cursor;
      pending.run = id;
      queue(*done, std::move(pending));
    }
    const auto read = run.planner.want_read(options_.read_ahead);
    if (!read) continue;
    const auto plan = catalog_.current_plan(run.row.service);
    workers_.read([this, read = *read, plan]() -> Report {
      SliceMessage message;
      message.read = read;
      try {
        message.ids = store_.next_people(read.run, read.bucket, read.after, read.limit);
        const auto sample = std::span(message.ids).first(std::min(kSample, message.ids.size()));
        if (plan && !sample.empty())
          message.bytes_per_person =
              estimate_bytes(store_, *plan, sample) / static_cast<std::int64_t>(sample.size());
      } catch (const std::exception& e) {
        message.error = e.what();
      }
      return [this, message = std::move(message)]() mutable { mailbox_.post(std::move(message)); };
    });
  }
}

void Engine::Core::on_slice(SliceMessage message) {
  const auto found = runs_.find(message.read.run);
  if (found == runs_.end()) return;
  auto& run = found->second;
  if (!message.error.empty()) {
    log(Severity::error, "runtime",
        "run=" + std::to_string(message.read.run) +
            ": its people could not be read: " + message.error);
    run.unplanned = true;  // until the next tick
    return;
  }
  // A quarter of room: the sample may be lighter than the rest. The parameters stand in every
  // entry.
  const auto parameters = static_cast<std::int64_t>(run.row.parameters.size());
  run.bytes_per_person =
      std::max(run.bytes_per_person, message.bytes_per_person * 5 / 4 + parameters);
  run.planner.on_read(message.read, std::move(message.ids));
}

// ---- runs ----

void Engine::Core::load_run(const flow::RunRow& row) {
  open_lane(row.service);
  const auto open = static_cast<std::int64_t>(store_.open_chunks(row.run, 1'000'000).size());
  auto [it, fresh] =
      runs_.try_emplace(row.run, Run{row, flow::Planner(row.run, store_.cursors(row.run)), open});
  if (!fresh) return;
  scheduler_.add_run(row.service, row.run);
  if (row.state == flow::RunState::aborting) abort_open_chunks(it->second);
}

void Engine::Core::on_run(const RunMessage& message) {
  auto it = runs_.find(message.run);
  if (it == runs_.end()) {
    const auto row = store_.find_run(message.run);
    if (!row || row->state == flow::RunState::done || row->state == flow::RunState::aborted) return;
    load_run(*row);
    it = runs_.find(message.run);
  }
  auto& run = it->second;
  run.abort_wanted = run.abort_wanted || message.abort;
  run.broken = false;
  run.unread = true;
  refresh(run);
  check_ends_ = true;
}

/// What the store says of a run, after it was changed by somebody else, or a guard did not hold.
void Engine::Core::refresh(Run& run) {
  if (run.unread)
    if (const auto row = store_.find_run(run.row.run)) run.row.state = row->state;
  run.unread = false;
  if (run.row.state == flow::RunState::paused) withdraw_ = true;
  if (run.unplanned) run.planner.reset(store_.cursors(run.row.run));
  run.unplanned = false;
}

void Engine::Core::change(Run& run, flow::RunState to) {
  Pending pending;
  pending.kind = Pending::Kind::run;
  pending.run = run.row.run;
  pending.to = to;
  run.changing = true;
  queue(flow::RunChange{run.row.run, run.row.state, to}, std::move(pending));
}

/// Once when the abort is durable, and at each tick until nothing is open: a chunk that was on its
/// way back to the queue, or split, is met there.
void Engine::Core::abort_open_chunks(const Run& run) {
  for (const auto& row : store_.open_chunks(run.row.run, 1'000'000)) on_time(row, flow::Aborted{});
}

/// Everyone is planned and no chunk is open: the run ends. The guard in the write has the last
/// word. An abort that was asked for while another change was on its way goes first.
void Engine::Core::try_end_runs() {
  for (auto& [id, run] : runs_) {
    if (run.changing || run.unread) continue;
    const auto state = run.row.state;
    if (run.abort_wanted && (state == flow::RunState::running || state == flow::RunState::paused))
      change(run, flow::RunState::aborting);
    else if (run.open_chunks > 0)
      continue;
    else if (state == flow::RunState::aborting)
      change(run, flow::RunState::aborted);
    else if (state == flow::RunState::running && !run.unplanned && run.planner.exhausted())
      change(run, flow::RunState::done);
  }
}

}  // namespace stepgate::runtime
