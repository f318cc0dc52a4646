#include "flow/planner.hpp"

#include <algorithm>

namespace stepgate::flow {

Planner::Planner(RunId run, std::vector<Cursor> open_cursors) : run_(run) {
  reset(std::move(open_cursors));
}

void Planner::reset(std::vector<Cursor> open_cursors) {
  ++epoch_;
  unread_.assign(open_cursors.begin(), open_cursors.end());
  slices_.clear();
  done_.clear();
  waiting_ = 0;
  reading_ = false;
}

std::optional<Planner::Read> Planner::want_read(std::size_t read_ahead) {
  const std::size_t enough = std::max(read_ahead, kMaxChunkPeople);
  if (reading_ || unread_.empty() || waiting_ >= enough) return std::nullopt;
  reading_ = true;
  const auto& cursor = unread_.front();
  return Read{run_, cursor.bucket, cursor.after, kReadSlice, epoch_};
}

void Planner::on_read(const Read& read, std::vector<PersonId> ids) {
  if (read.epoch != epoch_) return;
  reading_ = false;
  auto& cursor = unread_.front();
  const bool last = ids.size() < read.limit;
  const PersonId from = cursor.after;
  if (!ids.empty()) cursor.after = ids.back();
  waiting_ += ids.size();
  slices_.push_back({read.bucket, from, std::move(ids), 0, last});
  if (last) unread_.pop_front();
  drop_empty();
}

// A last slice without ids has nothing to cut: its bucket ends when it comes to the front.
void Planner::drop_empty() {
  while (!slices_.empty() && slices_.front().ids.empty()) {
    if (slices_.front().last) done_.push_back({run_, slices_.front().bucket, slices_.front().from});
    slices_.pop_front();
  }
}

std::optional<Planner::Cut> Planner::cut(std::size_t people) {
  people = std::clamp<std::size_t>(people, 1, kMaxChunkPeople);
  if (!ready(people)) return std::nullopt;
  Cut cut;
  cut.bucket = slices_.front().bucket;
  cut.from = slices_.front().from;
  while (cut.ids.size() < people && !slices_.empty() && slices_.front().bucket == cut.bucket) {
    auto& slice = slices_.front();
    const auto n = std::min(people - cut.ids.size(), slice.ids.size() - slice.taken);
    const auto first = slice.ids.begin() + static_cast<std::ptrdiff_t>(slice.taken);
    cut.ids.insert(cut.ids.end(), first, first + static_cast<std::ptrdiff_t>(n));
    slice.taken += n;
    if (n > 0) slice.from = cut.ids.back();
    if (slice.taken < slice.ids.size()) break;
    if (slice.last) done_.push_back({run_, slice.bucket, slice.from});
    const bool last = slice.last;
    slices_.pop_front();
    if (last) break;
  }
  cut.to = cut.ids.back();
  waiting_ -= cut.ids.size();
  drop_empty();
  return cut;
}

std::optional<CursorDone> Planner::take_done() {
  if (done_.empty()) return std::nullopt;
  const auto done = done_.front();
  done_.pop_front();
  return done;
}

bool Planner::ready(std::size_t people) const noexcept {
  std::size_t found = 0;
  for (const Slice& slice : slices_) {
    if (slice.bucket != slices_.front().bucket) break;
    found += slice.ids.size() - slice.taken;
    if (found > 0 && (slice.last || found >= people)) return true;
  }
  return false;
}

bool Planner::exhausted() const noexcept {
  return unread_.empty() && !reading_ && slices_.empty() && done_.empty();
}

}  // namespace stepgate::flow
