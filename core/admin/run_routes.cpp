// Runs: counts, chunks with what went over the wire, results.
#include <array>

#include "admin/call.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "campaign/campaigns.hpp"
#include "campaign/runs.hpp"
#include "flow/chunk.hpp"

namespace stepgate::admin {
namespace {

constexpr std::int64_t kMaxSeq = UINT32_MAX;

flow::RunId run_of(const Call& call) { return call.number_id("run"); }

void list(Call& call) {
  const auto named = call.query("campaign");
  const auto campaign = named.empty() ? flow::CampaignId(0) : call.parts.campaigns->find(named);
  call.answer(
      call.parts.runs->list(campaign, call.integer("after", 0, INT64_MAX, 0), call.limit()));
}

void show(Call& call) { call.answer(call.parts.runs->show(run_of(call))); }
void abort(Call& call) { call.answer(call.parts.runs->abort(run_of(call))); }
void pause(Call& call) { call.answer(call.parts.runs->pause(run_of(call))); }
void resume(Call& call) { call.answer(call.parts.runs->resume(run_of(call))); }

std::uint32_t chunk_after(const Call& call) {
  return static_cast<std::uint32_t>(call.integer("after", 0, kMaxSeq, 0));
}

/// With `state`, pages are read until there are enough chunks of it.
Json chunks_in(const Call& call, std::string_view state) {
  const bool open = state == "open", closed = state == "closed";
  const auto fits = [&](const std::string& is) {
    const auto known = flow::parse_state(is);
    return open || closed ? known && is_open(*known) == open : is == state;
  };
  Json items = Json::array();
  std::string cursor = std::to_string(chunk_after(call));
  for (;;) {
    Json page = call.parts.runs->chunks(
        run_of(call), static_cast<std::uint32_t>(parse_int(cursor).value_or(0)), 1000);
    for (auto& item : page.mutable_members().front().second.mutable_items()) {
      if (!fits(item["state"].as_string())) continue;
      if (items.size() == call.limit())
        return Json::object(
            {{"items", items}, {"next", std::to_string(items.items().back()["seq"].as_int())}});
      items.push(std::move(item));
    }
    if (page["next"].is_null()) return Json::object({{"items", items}, {"next", nullptr}});
    cursor = page["next"].as_string();
  }
}

void chunks(Call& call) {
  const auto state =
      call.word("state", {"", "open", "closed", "queued", "backoff", "sending", "accepted",
                          "ambiguous", "done", "failed", "timed_out", "aborted", "split"});
  if (state.empty())
    call.answer(call.parts.runs->chunks(run_of(call), chunk_after(call), call.limit()));
  else
    call.answer(chunks_in(call, state));
}

void chunk(Call& call) {
  const auto seq = call.number_id("chunk", 1);
  if (seq > kMaxSeq)
    throw Error(ErrorKind::not_found, "CHUNK_NOT_FOUND", "chunk " + std::to_string(seq),
                "there is no such chunk", "Numbers of chunks begin with 1 in each run");
  call.answer(call.parts.runs->chunk(run_of(call), static_cast<std::uint32_t>(seq)));
}

void results_csv(Call& call, bool failed) {
  const auto run = run_of(call);
  auto& response = call.response;
  call.parts.runs->results_csv(run, failed, [&](std::string_view piece) {
    if (!response.started()) {
      response.header("Content-Disposition",
                      "attachment; filename=\"run-" + std::to_string(run) + ".csv\"");
      response.begin("text/csv; charset=utf-8");
    }
    response.write(piece);
  });
  response.end();
}

/// "CHUNK.PERSON", as the page before gave it.
std::string results_after(const Call& call) {
  auto cursor = std::string(call.query("after"));
  const auto dot = std::min(cursor.find('.'), cursor.size());
  const auto is_number = [](std::string_view text) {
    const auto number = parse_int(text);
    return number && *number >= 0;
  };
  const auto chunk = cursor.substr(0, dot);
  const bool good = is_number(chunk) && *parse_int(chunk) <= kMaxSeq &&
                    (dot == cursor.size() || is_number(cursor.substr(dot + 1)));
  if (!cursor.empty() && !good)
    throw Error(ErrorKind::malformed, "CURSOR_INVALID", "query parameter after",
                "'" + std::string(cut_utf8(cursor, 100)) + "' is no place in these results",
                "Give the value of \"next\" of the page before, or leave it out");
  return cursor;
}

void results(Call& call) {
  const bool failed = call.flag("failed");
  if (call.word("format", {"json", "csv"}) == "csv") return results_csv(call, failed);
  call.answer(call.parts.runs->results(run_of(call), failed, results_after(call), call.limit()));
}

constexpr std::array kRoutes{
    Route{.method = "GET",
          .path = "/api/v1/runs",
          .id = "listRuns",
          .summary = "Runs, newest first",
          .handle = &list,
          .answer = {kJson, "RunList"},
          .query = "campaign limit after",
          .refusals = "404"},
    Route{.method = "GET",
          .path = "/api/v1/runs/{run}",
          .id = "showRun",
          .summary = "How a run stands",
          .handle = &show,
          .answer = {kJson, "Run"},
          .refusals = "404"},
    Route{.method = "POST",
          .path = "/api/v1/runs/{run}/abort",
          .id = "abortRun",
          .summary = "Ends a run: chunks that wait are dropped, results under way are still taken",
          .handle = &abort,
          .answer = {kJson, "RunMoved"},
          .refusals = "404 409"},
    Route{.method = "POST",
          .path = "/api/v1/runs/{run}/pause",
          .id = "pauseRun",
          .summary = "Sends nothing more of a run until it is resumed; results under way are taken",
          .handle = &pause,
          .answer = {kJson, "RunMoved"},
          .refusals = "404 409"},
    Route{.method = "POST",
          .path = "/api/v1/runs/{run}/resume",
          .id = "resumeRun",
          .summary = "Goes on with a paused run",
          .handle = &resume,
          .answer = {kJson, "RunMoved"},
          .refusals = "404 409"},
    Route{.method = "GET",
          .path = "/api/v1/runs/{run}/chunks",
          .id = "listChunks",
          .summary = "The chunks of a run in the order in which they were made",
          .handle = &chunks,
          .answer = {kJson, "ChunkList"},
          .query = "state limit after",
          .refusals = "404"},
    Route{.method = "GET",
          .path = "/api/v1/runs/{run}/chunks/{seq}",
          .id = "showChunk",
          .summary = "One chunk with what went over the wire, secrets masked",
          .handle = &chunk,
          .answer = {kJson, "ChunkWithTrace"},
          .refusals = "404"},
    Route{.method = "GET",
          .path = "/api/v1/runs/{run}/results",
          .id = "listResults",
          .summary = "How each person ended; format=csv gives all of them as a stream",
          .handle = &results,
          .answer = {kJson, "ResultList"},
          .also = {"text/csv", {}},
          .query = "failed format limit after",
          .refusals = "404"},
};

}  // namespace

std::span<const Route> run_routes() { return kRoutes; }

}  // namespace stepgate::admin
