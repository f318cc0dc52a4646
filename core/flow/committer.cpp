#include "flow/committer.hpp"

#include <algorithm>

namespace stepgate::flow {
namespace {

enum Queue : std::size_t { kSmallResults, kBirths, kBigResults };

const Close* close_of(const Op& op) noexcept {
  const auto* transition = std::get_if<Transition>(&op);
  if (!transition) return nullptr;
  for (const auto& write : transition->writes)
    if (const auto* close = std::get_if<Close>(&write)) return close;
  return nullptr;
}

Queue queue_of(const Op& op) noexcept {
  if (!close_of(op)) return kBirths;
  return people_of(op) < kSmallChunk ? kSmallResults : kBigResults;
}

}  // namespace

std::size_t people_of(const Op& op) noexcept {
  if (const auto* birth = std::get_if<Birth>(&op))
    return birth->members.size() / 16;  // one blob: cheap
  if (close_of(op)) return std::get<Transition>(op).next.people;
  return 0;
}

void Committer::add(PendingOp op, Ms steady_now) {
  const auto people = people_of(op.op);
  const auto queue = queue_of(op.op);
  people_ += people;
  queues_[queue].push_back({std::move(op), steady_now, people});
}

void Committer::put_back(std::vector<PendingOp> batch, Ms steady_now) {
  for (auto op = batch.rbegin(); op != batch.rend(); ++op) {
    const auto people = people_of(op->op);
    const auto queue = queue_of(op->op);
    people_ += people;
    queues_[queue].push_front({std::move(*op), steady_now, people});
  }
}

std::vector<PendingOp> Committer::take(Ms steady_now) {
  std::vector<PendingOp> batch;
  std::size_t people = 0;
  const auto fits = [&](const Waiting& w) {
    return batch.empty() || (batch.size() < kBatchOps && people + w.people <= kBatchPeople);
  };
  const auto move_front = [&](std::deque<Waiting>& queue) {
    people += queue.front().people;
    people_ -= queue.front().people;
    batch.push_back(std::move(queue.front().op));
    queue.pop_front();
  };
  // Whatever has waited long goes first, the oldest of all queues before the others.
  for (;;) {
    std::deque<Waiting>* oldest = nullptr;
    for (auto& queue : queues_)
      if (!queue.empty() && steady_now - queue.front().since >= kOldestFirst &&
          (!oldest || queue.front().since < oldest->front().since))
        oldest = &queue;
    if (!oldest || !fits(oldest->front())) break;
    move_front(*oldest);
  }
  for (auto& queue : queues_)
    while (!queue.empty() && fits(queue.front())) move_front(queue);
  return batch;
}

bool Committer::empty() const noexcept { return size() == 0; }

std::size_t Committer::size() const noexcept {
  std::size_t n = 0;
  for (const auto& queue : queues_) n += queue.size();
  return n;
}

Ms Committer::oldest_wait(Ms steady_now) const noexcept {
  Ms wait = 0;
  for (const auto& queue : queues_)
    if (!queue.empty()) wait = std::max(wait, steady_now - queue.front().since);
  return wait;
}

}  // namespace stepgate::flow
