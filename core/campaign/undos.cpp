#include "campaign/undos.hpp"

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "campaign/views.hpp"
#include "store/activity_repository.hpp"
#include "store/run_repository.hpp"
#include "store/undo_repository.hpp"

namespace stepgate::campaign {
namespace {

constexpr std::size_t kSlice = 4096;               // changes read before they are written
constexpr auto kAgain = std::chrono::seconds(10);  // after a store that would not take it

Json text_or_null(const std::optional<std::string>& text) { return text ? Json(*text) : Json(); }

std::string name_of(flow::RunId run) { return "run " + std::to_string(run); }

Json view(const store::UndoRow& undo) {
  return Json::object({{"run", undo.run},
                       {"state", undo.done ? "undone" : "undoing"},
                       {"askedAt", time_or_null(undo.asked_at)},
                       {"endedAt", time_or_null(undo.ended_at)},
                       {"people", undo.people},
                       {"fields", undo.fields},
                       {"left", undo.left},
                       {"gone", undo.gone},
                       {"unreadable", undo.unreadable}});
}

/// "person.field" of the last one of a page.
std::pair<flow::PersonId, flow::FieldId> cursor_of(std::string_view after) {
  if (after.empty()) return {0, 0};
  const auto dot = after.find('.');
  const auto person = parse_int(after.substr(0, dot));
  const auto field =
      dot == std::string_view::npos ? std::nullopt : parse_int(after.substr(dot + 1));
  if (!person || !field || *person < 0 || *field < 0 || *field > INT32_MAX)
    throw Error(ErrorKind::malformed, "CURSOR_INVALID", "after", "is no place in this list",
                "Give the `next` of the page before");
  return {*person, static_cast<flow::FieldId>(*field)};
}

}  // namespace

void Undos::start() { thread_ = std::thread(&Undos::loop, this); }

void Undos::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Json Undos::ask(flow::RunId run) {
  const auto info = database_.runs().get(run);
  const bool ended =
      info.row.state == flow::RunState::done || info.row.state == flow::RunState::aborted;
  const auto open = info.counts.chunks - info.counts.chunks_closed;
  if (!ended || open > 0)
    throw Error(ErrorKind::conflict, "RUN_NOT_ENDED", name_of(run),
                ended ? "has " + std::to_string(open) + " chunks in flight"
                      : "is " + std::string(to_string(info.row.state)),
                "Wait for its end, or abort it first");
  if (!database_.undo().ask(run) && database_.undo().find(run)->done)
    throw Error(ErrorKind::conflict, "RUN_UNDONE", name_of(run), "was taken back before",
                "`stepgate run undo " + std::to_string(run) + " --show` tells what came of it");
  {
    const std::lock_guard lock(mutex_);
    asked_ = true;
  }
  changed_.notify_all();
  return show(run);
}

Json Undos::show(flow::RunId run) {
  database_.runs().get(run);
  const auto undo = database_.undo().find(run);
  if (!undo)
    throw Error(ErrorKind::not_found, "RUN_NOT_UNDONE", name_of(run), "was not taken back",
                "`stepgate run undo " + std::to_string(run) + "` does that");
  return view(*undo);
}

Json Undos::left(flow::RunId run, std::string_view after, std::size_t limit) {
  show(run);
  const auto [person, field] = cursor_of(after);
  Json items = Json::array();
  std::string last;
  for (const auto& one : database_.undo().left(run, person, field, limit)) {
    last = std::to_string(one.person) + "." + std::to_string(one.field);
    items.push(Json::object({{"person", one.person},
                             {"field", one.field_name},
                             {"gone", one.gone},
                             {"written", text_or_null(one.written)},
                             {"found", text_or_null(one.found)}}));
  }
  const bool more = items.size() == limit;
  return Json::object({{"items", items}, {"next", more ? Json(last) : Json()}});
}

bool Undos::stopping() {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Undos::loop() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stopping_ || asked_; });
      if (stopping_) return;
      asked_ = false;
    }
    try {
      for (const auto run : database_.undo().under_way()) undo(run);
    } catch (const std::exception& e) {  // a store that is full, or cannot be read now
      log(Severity::error, "undo", std::string("an undo waits: ") + e.what());
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, kAgain, [&] { return stopping_; });
      asked_ = true;
    }
  }
}

void Undos::undo(flow::RunId run) {
  store::activity::Filter filter;
  filter.run = run;
  filter.type = store::activity::ActivityType::data_value_change;
  std::vector<store::activity::Activity> slice;
  bool stopped = false;
  const auto damages =
      database_.activities().each(filter, [&](const store::activity::Activity& change) {
        // Between two people, so that each is written once.
        if (slice.size() >= kSlice && slice.back().person != change.person) {
          database_.undo().take_back(run, slice);
          slice.clear();
          stopped = stopping();
        }
        slice.push_back(change);
        return !stopped;
      });
  if (stopped) return;
  database_.undo().take_back(run, slice);
  std::int64_t unreadable = 0;
  for (const auto& damage : damages) unreadable += damage.entries;
  database_.undo().end(run, unreadable);
  const auto undo = database_.undo().find(run);
  log(Severity::info, "undo",
      "run=" + std::to_string(run) + " was taken back: " + std::to_string(undo->fields) +
          " fields of " + std::to_string(undo->people) + " people, " + std::to_string(undo->left) +
          " were changed since, " + std::to_string(undo->gone) + " are gone, " +
          std::to_string(unreadable) + " people unreadable");
}

}  // namespace stepgate::campaign
