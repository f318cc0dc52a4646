// Runs: lists, one of them, its chunks with what went over the wire, its results.
#include <ostream>

#include "cli/failure.hpp"
#include "cli/paging.hpp"
#include "cli/table.hpp"
#include "cli/trace.hpp"
#include "cli/values.hpp"
#include "cli/verbs/all.hpp"
#include "cli/watch.hpp"

namespace stepgate::cli {
namespace {

int list(Session& session) {
  Query query;
  add_query(query, session, "campaign", "campaign");
  const auto runs = fetch_list(session, "/runs", query);
  if (session.gave_json(runs)) return kOk;
  Table table({">run", "campaign", "state", ">people", ">changed", ">unchanged", ">failed",
               "started", "ended"});
  for (const auto& run : runs["items"].items())
    table.row({cell_text(run["id"]), run["campaign"]["name"].as_string(), state_cell(run["state"]),
               count_text(run["people"]), count_text(run["changed"]), count_text(run["unchanged"]),
               count_text(run["failed"]), time_text(run["startedAt"]), time_text(run["endedAt"])});
  table.print(session.console());
  note_more(session, runs);
  return kOk;
}

void show_trace(const Session& session, const Json& trace) {
  print_trace(session.console(), trace);
  if (trace.size() == 0) session.console().line("nothing is kept of what went over the wire");
}

int show_chunk(Session& session) {
  const auto seq = std::to_string(session.number("chunk", 1, 1));
  const auto chunk = session.api().get(path_of({"runs", session.argument(0), "chunks", seq}));
  if (session.gave_json(chunk)) return kOk;
  Facts facts;
  facts.add("chunk", cell_text(chunk["seq"]) + " (id " + cell_text(chunk["chunk"]) + ")");
  facts.add("state", state_cell(chunk["state"]));
  facts.add("code", chunk["code"].as_string());
  facts.add("message", chunk["message"].as_string());
  facts.add("people", count_text(chunk["people"]));
  facts.add("attempt", cell_text(chunk["attempt"]));
  facts.add("outcome", count_text(chunk["changed"]) + " changed, " +
                           count_text(chunk["unchanged"]) + " unchanged, " +
                           count_text(chunk["failed"]) + " failed");
  facts.add("born", time_text(chunk["bornAt"]));
  if (!chunk["dueAt"].is_null()) facts.add("due", time_text(chunk["dueAt"]));
  if (!chunk["closedAt"].is_null()) facts.add("closed", time_text(chunk["closedAt"]));
  facts.print(session.console());
  if (session.has("trace"))
    show_trace(session, chunk["trace"]);
  else if (chunk["trace"].size() > 0)
    session.console().note("--trace shows what went over the wire");
  return kOk;
}

void print_chunks(const Session& session, const Json& chunks) {
  Table table({">chunk", "state", "code", ">people", ">attempt", ">changed", ">unchanged",
               ">failed", "closed"});
  for (const auto& chunk : chunks["items"].items())
    table.row({cell_text(chunk["seq"]), state_cell(chunk["state"]), chunk["code"].as_string(),
               count_text(chunk["people"]), cell_text(chunk["attempt"]),
               count_text(chunk["changed"]), count_text(chunk["unchanged"]),
               count_text(chunk["failed"]), time_text(chunk["closedAt"])});
  table.print(session.console());
}

int show(Session& session) {
  if (session.has("chunk")) return show_chunk(session);
  if (session.has("trace"))
    throw Failure::usage("--trace", "is of one chunk", "Say which: --chunk N --trace.");
  const auto path = path_of({"runs", session.argument(0)});
  if (!session.has("chunks")) {
    const auto run = session.api().get(path);
    if (!session.gave_json(run)) print_run(session, run);
    return kOk;
  }
  Query query;
  add_query(query, session, "state", "state");
  const auto chunks = fetch_list(session, path + "/chunks", query);
  if (session.gave_json(chunks)) return kOk;
  print_chunks(session, chunks);
  note_more(session, chunks);
  return kOk;
}

int watch(Session& session) { return watch_run(session, session.argument(0)); }

int abort_run(Session& session) {
  const auto answer = session.api().post(path_of({"runs", session.argument(0), "abort"}));
  if (!session.gave_json(answer))
    session.console().good("run " + session.argument(0) +
                           " takes no more people; results on their way still count");
  return kOk;
}

int pause_run(Session& session) {
  const auto answer = session.api().post(path_of({"runs", session.argument(0), "pause"}));
  if (!session.gave_json(answer))
    session.console().good("run " + session.argument(0) +
                           " is paused; results on their way still count");
  return kOk;
}

int resume_run(Session& session) {
  const auto answer = session.api().post(path_of({"runs", session.argument(0), "resume"}));
  if (!session.gave_json(answer)) session.console().good("run " + session.argument(0) + " goes on");
  return kOk;
}

int results_csv(Session& session, const std::string& path, Query query) {
  query.emplace_back("format", "csv");
  auto& out = session.console().out();
  session.api().transfer("GET", path, query,
                         {{}, {}, [&](std::string_view piece) { out << piece; }, {}});
  out.flush();
  return kOk;
}

int results(Session& session) {
  const auto path = path_of({"runs", session.argument(0), "results"});
  Query query;
  if (session.has("failed")) query.emplace_back("failed", "true");
  if (session.value("output") == "csv") return results_csv(session, path, query);
  const auto list = fetch_list(session, path, query);
  if (session.gave_json(list)) return kOk;
  Table table({">person", "outcome", "code", "reason", ">chunk"});
  for (const auto& one : list["items"].items())
    table.row({cell_text(one["person"]), state_cell(one["outcome"]), one["code"].as_string(),
               one["reason"].as_string(), cell_text(one["chunk"])});
  table.print(session.console());
  note_more(session, list);
  return kOk;
}

}  // namespace

std::vector<Verb> run_verbs() {
  auto list_flags = paging_flags();
  list_flags.push_back({"campaign", "NAME", "only runs of that campaign"});
  auto show_flags = paging_flags();
  show_flags.insert(show_flags.begin(),
                    {{"chunk", "N", "one chunk of it"},
                     {"trace", "", "with --chunk: what went over the wire, secrets masked"},
                     {"chunks", "", "list its chunks"},
                     {"state", "STATE", "with --chunks: open, closed, or one state"}});
  auto result_flags = paging_flags();
  result_flags.insert(
      result_flags.begin(),
      {{"failed", "", "only people who failed"},
       {"output", "FORMAT", "csv writes all of them", false, {"table", "json", "csv"}}});
  return {
      {"run", "list", "", "list runs, newest first", list_flags, list},
      {"run", "show", "RUN", "show how a run stands, or one of its chunks", show_flags, show},
      {"run",
       "watch",
       "RUN",
       "watch a run until it ends",
       {},
       watch,
       "Ctrl-C stops watching, not the run. Exit code 6: the run was aborted, or everyone failed."},
      {"run", "abort", "RUN", "end a run: nobody else is sent", {}, abort_run},
      {"run", "pause", "RUN", "send nothing more until the run is resumed", {}, pause_run},
      {"run", "resume", "RUN", "go on with a paused run", {}, resume_run},
      {"run", "results", "RUN", "list what came of each person", result_flags, results},
  };
}

}  // namespace stepgate::cli
