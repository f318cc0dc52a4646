// Taking back what a run wrote, and what was left as it is.
#include <chrono>
#include <thread>

#include "cli/failure.hpp"
#include "cli/interrupt.hpp"
#include "cli/paging.hpp"
#include "cli/progress.hpp"
#include "cli/table.hpp"
#include "cli/values.hpp"
#include "cli/verbs/all.hpp"

namespace stepgate::cli {
namespace {

std::string path_to(const Session& session) {
  return path_of({"runs", session.argument(0), "undo"});
}

void print(const Session& session, const Json& undo) {
  Facts facts;
  facts.add("run", cell_text(undo["run"]));
  facts.add("state", undo["state"].as_string());
  facts.add("asked for", time_text(undo["askedAt"]));
  if (!undo["endedAt"].is_null()) facts.add("ended", time_text(undo["endedAt"]));
  facts.add("taken back",
            count_text(undo["fields"]) + " fields of " + count_text(undo["people"]) + " people");
  facts.add("left, changed since", count_text(undo["left"]));
  if (undo["gone"].as_int() > 0) facts.add("left, gone", count_text(undo["gone"]));
  if (undo["unreadable"].as_int() > 0)
    facts.add("not readable", count_text(undo["unreadable"]) + " people (the history is damaged)");
  facts.print(session.console());
  if (undo["left"].as_int() + undo["gone"].as_int() > 0)
    session.console().note("`stepgate run undo " + session.argument(0) + " --left` lists them");
}

int left(Session& session) {
  const auto list = fetch_list(session, path_to(session) + "/left", {});
  if (session.gave_json(list)) return kOk;
  Table table({">person", "field", "the run wrote", "found", "why it was left"});
  for (const auto& one : list["items"].items())
    table.row({cell_text(one["person"]), one["field"].as_string(), cell_text(one["written"]),
               cell_text(one["found"]), one["gone"].as_bool() ? "gone" : "changed since"});
  table.print(session.console());
  note_more(session, list);
  return kOk;
}

/// Until it is done, or Ctrl-C: it goes on by itself.
Json follow(Session& session, Json undo) {
  const InterruptGuard guard;
  Progress progress(session.console());
  while (undo["state"].as_string() != "undone" && !InterruptGuard::interrupted()) {
    progress.show(-1, count_text(undo["fields"]) + " fields taken back");
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    undo = session.api().get(path_to(session));
  }
  return undo;
}

int undo(Session& session) {
  if (session.has("left")) return left(session);
  Json answer = session.has("show") ? session.api().get(path_to(session))
                                    : follow(session, session.api().post(path_to(session)));
  if (!session.gave_json(answer)) print(session, answer);
  if (session.has("show") || answer["state"].as_string() == "undone") return kOk;
  session.console().note("it goes on; `stepgate run undo " + session.argument(0) +
                         " --show` tells how far it is");
  return kInterrupted;
}

}  // namespace

std::vector<Verb> undo_verbs() {
  auto flags = paging_flags();
  flags.insert(flags.begin(), {{"show", "", "how far it is, and what came of it"},
                               {"left", "", "list the values that were left as they are"}});
  return {{"run", "undo", "RUN", "take back what an ended run wrote", flags, undo,
           "A field that was changed again since is left as it is. What is taken back is recorded "
           "as a change of its own."}};
}

}  // namespace stepgate::cli
