// Dead letters: chunks that failed as a whole or never called back.
#include "cli/failure.hpp"
#include "cli/paging.hpp"
#include "cli/table.hpp"
#include "cli/trace.hpp"
#include "cli/values.hpp"
#include "cli/verbs/all.hpp"

namespace stepgate::cli {
namespace {

Query filter(const Session& session) {
  Query query;
  for (const auto* name : {"run", "service", "code", "since", "until"})
    add_query(query, session, name, name);
  return query;
}

int list(Session& session) {
  auto query = filter(session);
  add_query(query, session, "state", "dealt");
  const auto dead = fetch_list(session, "/dead", query);
  if (session.gave_json(dead)) return kOk;
  Table table({"letter", "code", ">people", ">attempts", "died", "state", ">late", "reason"});
  for (const auto& one : dead["items"].items())
    table.row({one["letter"].as_string(), one["code"].as_string(), count_text(one["people"]),
               cell_text(one["attempts"]), time_text(one["diedAt"]), one["state"].as_string(),
               cell_text(one["late"]), one["reason"].as_string()});
  table.print(session.console());
  note_more(session, dead);
  return kOk;
}

int show(Session& session) {
  const auto letter = session.api().get(path_of({"dead", session.argument(0)}));
  if (session.gave_json(letter)) return kOk;
  const auto& console = session.console();
  Facts facts;
  facts.add("letter", letter["letter"].as_string());
  facts.add("state", letter["state"].as_string());
  if (!letter["replayRun"].is_null())
    facts.add("sent again in run", cell_text(letter["replayRun"]));
  facts.add("code", letter["code"].as_string());
  facts.add("reason", letter["reason"].as_string());
  facts.add("people", count_text(letter["people"]));
  facts.add("attempts", cell_text(letter["attempts"]));
  facts.add("died", time_text(letter["diedAt"]));
  std::int64_t number = 0;
  for (const auto& late : letter["lateResults"].items())
    facts.add("late results " + std::to_string(++number),
              time_text(late["at"]) + ", " + count_text(late["failed"]) + " of " +
                  count_text(late["people"]) + " failed" +
                  (late["code"].is_null() ? "" : ": " + late["code"].as_string()));
  facts.print(console);
  if (session.has("trace"))
    print_trace(console, letter["trace"]);
  else if (letter["trace"].size() > 0)
    console.note("--trace shows what went over the wire");
  if (number > 0 && letter["state"].as_string() == "waiting")
    console.note("`stepgate dead apply " + session.argument(0) + "` writes what came late");
  return kOk;
}

/// A letter or a filter; many at once only when that is said.
Query choice(const Session& session) {
  auto query = filter(session);
  if (session.has("all")) query.emplace_back("all", "true");
  if (const auto named = session.argument_or(0, ""); !named.empty())
    query.emplace_back("letters", named);
  if (query.empty())
    throw Failure::usage("dead letters", "none are named",
                         "Name one (or several with commas), give a filter, or --all.");
  return query;
}

int replay(Session& session) {
  const auto answer = session.api().post("/dead/replay", choice(session));
  if (session.gave_json(answer)) return kOk;
  for (const auto& one : answer["runs"].items())
    session.console().good("run " + cell_text(one["run"]) + " sends " + count_text(one["people"]) +
                           " people of run " + cell_text(one["replays"]) + " again");
  if (answer["runs"].size() == 0) session.console().line("no letter waits");
  return kOk;
}

int discard(Session& session) {
  const auto answer = session.api().post("/dead/discard", choice(session));
  if (!session.gave_json(answer))
    session.console().good(count_text(answer["discarded"]) + " letters are discarded");
  return kOk;
}

int apply(Session& session) {
  Query query;
  add_query(query, session, "late", "late");
  const auto answer = session.api().post(path_of({"dead", session.argument(0), "apply"}), query);
  if (!session.gave_json(answer))
    session.console().good("the late results of " + session.argument(0) + " are applied");
  return kOk;
}

}  // namespace

std::vector<Verb> dead_verbs() {
  const std::vector<Flag> filters = {{"run", "RUN", "only of that run"},
                                     {"service", "NAME", "only of that service"},
                                     {"code", "CODE", "only with that code"},
                                     {"since", "TIME", "that died from then on"},
                                     {"until", "TIME", "that died before then"}};
  auto list_flags = paging_flags();
  list_flags.insert(list_flags.begin(), filters.begin(), filters.end());
  list_flags.push_back({"state",
                        "STATE",
                        "waiting, unless told",
                        false,
                        {"waiting", "replayed", "discarded", "applied", "any"}});
  auto choices = filters;
  choices.push_back({"all", "", "all that wait"});
  return {
      {"dead", "list", "", "list chunks that failed as a whole, newest first", list_flags, list},
      {"dead",
       "show",
       "LETTER",
       "show one of them, RUN.CHUNK",
       {{"trace", "", "what went over the wire, secrets masked"}},
       show},
      {"dead", "replay", "[LETTER]", "send their people again, in a new run", choices, replay,
       "Several letters with commas between them, or all that wait and fit the filter."},
      {"dead", "discard", "[LETTER]", "take them off the list", choices, discard},
      {"dead",
       "apply",
       "LETTER",
       "write results that came after the chunk had ended",
       {{"late", "N", "which of several sets of results"}},
       apply},
  };
}

}  // namespace stepgate::cli
