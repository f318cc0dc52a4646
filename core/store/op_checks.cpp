#include "store/op_checks.hpp"

#include <algorithm>

namespace stepgate::store {
namespace {

using flow::ChunkRow;

bool same_people(const ChunkRow& a, const ChunkRow& b) {
  return a.key() == b.key() && a.run == b.run && a.step == b.step && a.seq == b.seq &&
         a.people == b.people;
}

}  // namespace

std::string_view why_unwritable(const flow::Birth& birth) {
  const auto& ids = birth.members;
  if (ids.empty() || ids.size() != birth.row.people) return "the chunk's people are not counted";
  if (!flow::is_open(birth.row.state) || birth.row.ver == 0) return "a chunk is born open";
  if (std::adjacent_find(ids.begin(), ids.end(), std::greater_equal<>()) != ids.end()) {
    return "the members are not in ascending order";
  }
  if (flow::bucket_of(ids.front()) != birth.row.bucket ||
      flow::bucket_of(ids.back()) != birth.row.bucket || ids.front() <= 0) {
    return "the members are not all of the chunk's bucket";
  }
  if (ids.front() <= birth.cursor_from || ids.back() > birth.cursor_to) {
    return "the members are not those that the cursor passes";
  }
  return {};
}

std::string_view why_unwritable(const flow::Transition& transition, const ChunkRow& before) {
  const ChunkRow& next = transition.next;
  if (!same_people(before, next)) return "the row is another chunk's";
  const auto ends = std::count_if(transition.writes.begin(), transition.writes.end(), ends_chunk);
  if (ends != (flow::is_open(next.state) ? 0 : 1)) return "a chunk ends once, when it is closed";
  if (next.ver == transition.before_ver && next != before) return "the row moved without its ver";
  return {};
}

bool reopens(const flow::Transition& transition) noexcept {
  return std::any_of(
      transition.writes.begin(), transition.writes.end(),
      [](const flow::Durable& write) { return std::holds_alternative<flow::Reopen>(write); });
}

std::string_view why_not_reopened(const flow::Transition& transition, const ChunkRow& before) {
  if (before.state != flow::State::failed && before.state != flow::State::timed_out)
    return "only a chunk that failed or timed out is closed anew";
  const auto closes = std::count_if(transition.writes.begin(), transition.writes.end(), ends_chunk);
  const auto& next = transition.next;
  if (closes != 1 || next.state != flow::State::done || !same_people(before, next))
    return "a dead chunk is closed anew with results, or not at all";
  return {};
}

std::string_view why_unwritable_closed(const flow::Transition& transition) {
  if (std::any_of(transition.writes.begin(), transition.writes.end(), ends_chunk)) {
    return "a closed chunk cannot end again";
  }
  if (transition.next.ver != transition.before_ver) return "a closed chunk does not move";
  return {};
}

std::string_view why_unwritable(const flow::Split& split, const ChunkRow& before) {
  if (before.people < 2) return "a chunk of one cannot be split";
  if (split.first <= 0 || split.second <= 0 || split.first == split.second) {
    return "the halves have no ids";
  }
  return {};
}

bool ends_chunk(const flow::Durable& write) noexcept {
  return std::holds_alternative<flow::Close>(write) ||
         std::holds_alternative<flow::LeaveFlow>(write) ||
         std::holds_alternative<flow::Split>(write);
}

ChunkRow half_of(const ChunkRow& whole, flow::ChunkId chunk, std::uint32_t seq, std::size_t people,
                 flow::Ms now) {
  ChunkRow half;
  half.bucket = whole.bucket;
  half.chunk = chunk;
  half.state = flow::State::queued;
  half.ver = 1;
  half.people = static_cast<std::uint16_t>(people);
  half.seq = seq;
  half.run = whole.run;
  half.step = whole.step;
  half.choice = whole.choice;
  half.service = whole.service;
  half.plan = whole.plan;
  half.due_at = now;
  return half;
}

}  // namespace stepgate::store
