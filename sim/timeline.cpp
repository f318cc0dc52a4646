#include "sim/timeline.hpp"

#include <algorithm>
#include <utility>

namespace stepgate::sim {
namespace {

bool later(const Timeline::Event& a, const Timeline::Event& b) {
  return a.at != b.at ? a.at > b.at : a.order > b.order;
}

}  // namespace

void Timeline::add(Ms at, Life life, std::function<void()> run) {
  push({at, ++orders_, life, std::move(run)});
}

void Timeline::put_back(Event event, Ms at) {
  event.at = at;  // keeps its place among those of its time
  push(std::move(event));
}

void Timeline::push(Event event) {
  events_.push_back(std::move(event));
  std::push_heap(events_.begin(), events_.end(), later);
}

Timeline::Event Timeline::take() {
  std::pop_heap(events_.begin(), events_.end(), later);
  Event event = std::move(events_.back());
  events_.pop_back();
  return event;
}

void Timeline::forget(Life life) {
  std::erase_if(events_, [life](const Event& event) { return event.life == life; });
  std::make_heap(events_.begin(), events_.end(), later);
}

}  // namespace stepgate::sim
