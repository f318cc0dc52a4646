#include "campaign/runs.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "campaign/views.hpp"
#include "people/csv_rows.hpp"
#include "store/dead_repository.hpp"
#include "store/run_repository.hpp"
#include "store/service_repository.hpp"

namespace stepgate::campaign {
namespace {

constexpr std::size_t kResultPage = 1000;

Json chunk_view(const store::ChunkInfo& chunk) {
  return Json::object(
      {{"seq", chunk.row.seq},
       {"chunk", std::to_string(chunk.row.chunk)},
       {"state", Json(to_string(chunk.row.state))},
       {"code", chunk.code.empty() ? Json() : Json(chunk.code)},
       {"message", chunk.message.empty() ? Json() : Json(chunk.message)},
       {"people", chunk.row.people},
       {"attempt", chunk.row.attempt},
       {"changed", chunk.changed},
       {"unchanged", chunk.unchanged},
       {"failed", chunk.failed},
       {"fieldWrites", chunk.field_writes},
       {"dueAt", is_open(chunk.row.state) ? time_or_null(chunk.row.due_at) : Json()},
       {"bornAt", time_or_null(chunk.born_at)},
       {"closedAt", time_or_null(chunk.closed_at)}});
}

Json result_view(const store::RunResult& result) {
  return Json::object({{"person", result.person},
                       {"outcome", result.outcome},
                       {"code", result.code.empty() ? Json() : Json(result.code)},
                       {"reason", result.reason.empty() ? Json() : Json(result.reason)},
                       {"chunk", result.seq}});
}

void refuse_ended(const flow::RunRow& run) {
  if (run.state == flow::RunState::done || run.state == flow::RunState::aborted)
    throw Error(ErrorKind::conflict, "RUN_ENDED", "run " + std::to_string(run.run),
                "is " + std::string(to_string(run.state)) + " already");
}

}  // namespace

Json Runs::list(flow::CampaignId campaign, flow::RunId before, std::size_t limit) {
  Json items = Json::array();
  flow::RunId last = 0;
  for (const auto& info : database_.runs().list(campaign, before, limit)) {
    last = info.row.run;
    items.push(Json::object(
        {{"id", info.row.run},
         {"campaign", Json::object({{"id", info.row.campaign}, {"name", info.campaign_name}})},
         {"state", Json(to_string(info.row.state))},
         {"people", info.people},
         {"changed", info.counts.changed},
         {"unchanged", info.counts.unchanged},
         {"failed", info.counts.failed},
         {"startedAt", time_or_null(info.row.started_at)},
         {"endedAt", time_or_null(info.ended_at)}}));
  }
  const bool more = items.size() == limit;
  return Json::object({{"items", items}, {"next", more ? Json(std::to_string(last)) : Json()}});
}

Json Runs::show(flow::RunId run) {
  const auto info = database_.runs().get(run);
  const auto& counts = info.counts;
  Json failures = Json::array();
  for (const auto& failure : database_.runs().failures(run))
    failures.push(Json::object(
        {{"code", failure.code}, {"people", failure.people}, {"message", failure.message}}));
  constexpr std::size_t kShownLetters = 100;
  Json replays = Json::array();
  for (const auto& letter : database_.dead().replayed_by(run, kShownLetters))
    replays.push(letter_name(letter.row));
  Json service = Json::object({{"id", info.row.service}});
  if (const auto found = database_.services().find(info.row.service))
    service.set("name", found->name);
  const auto closed = counts.changed + counts.unchanged + counts.failed + counts.left;
  const Ms end = info.ended_at != 0 ? info.ended_at : clock_.now();
  const double seconds = static_cast<double>(std::max<Ms>(1, end - info.row.started_at)) / 1000.0;
  return Json::object(
      {{"id", run},
       {"campaign", Json::object({{"id", info.row.campaign}, {"name", info.campaign_name}})},
       {"service", service},
       {"planVersion", info.plan},
       {"state", Json(to_string(info.row.state))},
       {"startedAt", time_or_null(info.row.started_at)},
       {"endedAt", time_or_null(info.ended_at)},
       {"people", info.people},
       {"unknownIds", info.unknown},
       {"entered", counts.entered},
       {"changed", counts.changed},
       {"unchanged", counts.unchanged},
       {"failed", counts.failed},
       {"left", counts.left},
       {"open", counts.entered - closed},
       {"chunks", Json::object({{"open", counts.chunks - counts.chunks_closed},
                                {"closed", counts.chunks_closed}})},
       {"failures", failures},
       {"replays", replays},
       {"fieldWrites", counts.field_writes},
       {"refusedValues", counts.refused_values},
       {"emptyRequired", counts.empty_required},
       {"seconds", seconds},
       {"peoplePerSecond", static_cast<double>(closed) / seconds}});
}

/// Written here, as move() does; one that is being aborted already is left so.
Json Runs::abort(flow::RunId run) {
  refuse_ended(database_.runs().get(run).row);
  if (!database_.runs().set_state(run, flow::RunState::running, flow::RunState::aborting) &&
      !database_.runs().set_state(run, flow::RunState::paused, flow::RunState::aborting))
    refuse_ended(database_.runs().get(run).row);
  engine_.run_changed(run);
  return Json::object({{"run", run}, {"state", "aborting"}});
}

Json Runs::pause(flow::RunId run) {
  return move(run, flow::RunState::running, flow::RunState::paused);
}

Json Runs::resume(flow::RunId run) {
  return move(run, flow::RunState::paused, flow::RunState::running);
}

/// Written here, under a guard as the engine's own changes are; the engine reads it anew.
Json Runs::move(flow::RunId run, flow::RunState from, flow::RunState to) {
  if (!database_.runs().set_state(run, from, to)) {
    const auto row = database_.runs().get(run).row;
    refuse_ended(row);
    if (row.state != to)
      throw Error(ErrorKind::conflict, "RUN_ABORTING", "run " + std::to_string(run),
                  "is being aborted", "What is in flight is waited for; nothing else is sent");
  }
  engine_.run_changed(run);
  return Json::object({{"run", run}, {"state", Json(to_string(to))}});
}

Json Runs::chunks(flow::RunId run, std::uint32_t after, std::size_t limit) {
  database_.runs().get(run);
  Json items = Json::array();
  std::uint32_t last = 0;
  for (const auto& chunk : database_.runs().chunks(run, after, limit)) {
    last = chunk.row.seq;
    items.push(chunk_view(chunk));
  }
  const bool more = items.size() == limit;
  return Json::object({{"items", items}, {"next", more ? Json(std::to_string(last)) : Json()}});
}

Json Runs::chunk(flow::RunId run, std::uint32_t seq) {
  const auto chunk = database_.runs().chunk(run, seq);
  if (!chunk)
    throw Error(ErrorKind::not_found, "CHUNK_NOT_FOUND",
                "chunk " + std::to_string(seq) + " of run " + std::to_string(run),
                "there is no such chunk",
                "`stepgate run show " + std::to_string(run) + "` lists the run's chunks.");
  Json json = chunk_view(*chunk);
  json.set("trace", trace_view(database_, chunk->row.key()));
  return json;
}

Json Runs::results(flow::RunId run, bool failed_only, std::string_view after, std::size_t limit) {
  database_.runs().get(run);
  const auto dot = after.find('.');
  const auto seq = parse_int(after.substr(0, dot)).value_or(0);
  const auto person =
      dot == std::string_view::npos ? 0 : parse_int(after.substr(dot + 1)).value_or(0);
  Json items = Json::array();
  std::string last;
  for (const auto& result :
       database_.runs().results(run, failed_only, static_cast<std::uint32_t>(seq), person, limit)) {
    last = std::to_string(result.seq) + "." + std::to_string(result.person);
    items.push(result_view(result));
  }
  const bool more = items.size() == limit;
  return Json::object({{"items", items}, {"next", more ? Json(last) : Json()}});
}

void Runs::results_csv(flow::RunId run, bool failed_only,
                       const std::function<void(std::string_view)>& write) {
  database_.runs().get(run);
  std::string out = "person,outcome,code,reason,chunk\n";
  std::uint32_t seq = 0;
  flow::PersonId person = 0;
  for (;;) {
    const auto page = database_.runs().results(run, failed_only, seq, person, kResultPage);
    for (const auto& result : page) {
      seq = result.seq;
      person = result.person;
      out += std::to_string(result.person) + "," + result.outcome + ",";
      people::append_csv(out, result.code, ',');
      out += ',';
      people::append_csv(out, result.reason, ',');
      out += "," + std::to_string(result.seq) + "\n";
    }
    write(out);
    out.clear();
    if (page.size() < kResultPage) return;
  }
}

}  // namespace stepgate::campaign
