#include "flow/scheduler.hpp"

#include <algorithm>

namespace stepgate::flow {

void Scheduler::open_lane(ServiceId service, LaneLimits limits, std::int64_t open_chunks) {
  auto [it, fresh] = lanes_.try_emplace(service);
  it->second.limits = limits;
  if (fresh) it->second.chunks = open_chunks;
}

void Scheduler::set_limits(ServiceId service, LaneLimits limits) {
  lanes_.at(service).limits = limits;
}

void Scheduler::set_paused(ServiceId service, bool paused) { lanes_.at(service).paused = paused; }

bool Scheduler::is_paused(ServiceId service) const {
  const auto lane = lanes_.find(service);
  return lane != lanes_.end() && lane->second.paused;
}

void Scheduler::add_run(ServiceId service, RunId run) {
  auto& turns = lanes_.at(service).turns;
  const auto known = std::any_of(turns.begin(), turns.end(), [&](auto& t) { return t.run == run; });
  if (!known) turns.push_back({run, 0});
}

void Scheduler::remove_run(ServiceId service, RunId run) {
  const auto lane = lanes_.find(service);
  if (lane != lanes_.end())
    std::erase_if(lane->second.turns, [&](auto& t) { return t.run == run; });
}

/// As many as the service takes within a quarter of a second, beyond those under way.
std::int64_t Scheduler::ahead(const Lane& lane) noexcept {
  constexpr double kAheadMs = 250;
  constexpr double kMost = 256;
  if (lane.usual_ms < 0) return 0;
  const double chunks = lane.limits.concurrency * kAheadMs / std::max(1.0, lane.usual_ms);
  return static_cast<std::int64_t>(std::min(kMost, chunks));
}

std::int32_t Scheduler::permits(ServiceId service) const {
  const auto found = lanes_.find(service);
  if (found == lanes_.end() || found->second.paused) return 0;
  const auto& lane = found->second;
  const auto sends = lane.limits.concurrency + ahead(lane) - lane.sends;
  const auto window = lane.limits.chunks_in_flight - lane.chunks;
  auto free = std::max<std::int64_t>(0, std::min(sends, window));
  if (people_ >= people_limit_) free = lane.chunks == 0 ? std::min<std::int64_t>(free, 1) : 0;
  return static_cast<std::int32_t>(free);
}

void Scheduler::sending(ServiceId service, std::int64_t people) {
  auto& lane = lanes_.at(service);
  ++lane.sends;
  ++lane.chunks;
  ++lane.marked.requests;
  lane.marked.people += people;
  people_ += people;
}

bool Scheduler::by_rate(ServiceId service) const {
  const auto lane = lanes_.find(service);
  return lane != lanes_.end() && lane->second.limits.by_rate();
}

RateWindow::Sum Scheduler::rate_used(ServiceId service, Ms now) const {
  const auto& lane = lanes_.at(service);
  auto used = lane.begun.within(lane.limits.window, now);
  used.requests += lane.marked.requests;
  used.people += lane.marked.people;
  return used;
}

bool Scheduler::rate_allows(ServiceId service, std::int64_t people, Ms now) const {
  const auto& limits = lanes_.at(service).limits;
  if (!limits.by_rate()) return true;
  const auto used = rate_used(service, now);
  if (limits.window_requests > 0 && used.requests >= limits.window_requests) return false;
  return limits.window_people <= 0 || used.people == 0 ||
         used.people + people <= limits.window_people;
}

void Scheduler::rate_settled(ServiceId service, std::int64_t people, Ms begun) {
  auto& lane = lanes_.at(service);
  lane.marked.requests = std::max<std::int64_t>(0, lane.marked.requests - 1);
  lane.marked.people = std::max<std::int64_t>(0, lane.marked.people - people);
  if (begun >= 0 && lane.limits.by_rate()) lane.begun.count(lane.limits.window, begun, 1, people);
}

bool Scheduler::may_submit(ServiceId service) const {
  const auto& lane = lanes_.at(service);
  return lane.submits < lane.limits.concurrency;
}

void Scheduler::submitting(ServiceId service) { ++lanes_.at(service).submits; }

void Scheduler::send_ended(ServiceId service, Ms took) {
  auto& lane = lanes_.at(service);
  lane.sends = std::max<std::int64_t>(0, lane.sends - 1);
  if (took < 0) return;
  lane.submits = std::max<std::int64_t>(0, lane.submits - 1);
  constexpr double kWeight = 0.2;
  const auto ms = static_cast<double>(took);
  lane.usual_ms = lane.usual_ms < 0 ? ms : lane.usual_ms + kWeight * (ms - lane.usual_ms);
}

void Scheduler::left_flight(ServiceId service, std::int64_t people) {
  auto& lane = lanes_.at(service);
  lane.chunks = std::max<std::int64_t>(0, lane.chunks - 1);
  people_ = std::max<std::int64_t>(0, people_ - people);
}

std::int64_t Scheduler::in_flight(ServiceId service) const {
  const auto lane = lanes_.find(service);
  return lane == lanes_.end() ? 0 : lane->second.chunks;
}

std::vector<ServiceId> Scheduler::services() const {
  std::vector<ServiceId> all;
  for (const auto& [service, lane] : lanes_) all.push_back(service);
  return all;
}

}  // namespace stepgate::flow
