// Erasing a person.
#include "cli/failure.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/verbs/all.hpp"

namespace stepgate::cli {
namespace {

int erase(Session& session) {
  const auto& id = session.argument(0);
  if (!session.has("yes") &&
      !(session.console().interactive() &&
        session.console().confirm("Erase person " + id + " for good? Nothing brings it back.")))
    throw Failure::usage("people erase", "erases for good", "Say --yes if that is meant.");
  const auto erased = session.api().remove(path_of({"people", id}));
  if (session.gave_json(erased)) return kOk;
  session.console().good("person " + id + " is erased");
  Facts facts;
  facts.add("activities", count_text(erased["activities"]));
  facts.add("log entries", count_text(erased["logEntries"]));
  facts.add("traces of chunks", count_text(erased["traces"]));
  facts.add("late results", count_text(erased["lateResults"]));
  facts.print(session.console());
  if (erased["damagedSegments"].as_int() > 0)
    session.console().warning(
        count_text(erased["damagedSegments"]) +
        " damaged segments of the history may hold something of the person and can't be read");
  return kOk;
}

}  // namespace

std::vector<Verb> erase_verbs() {
  return {{"people",
           "erase",
           "ID",
           "erase a person from people, history, logs and dead letters",
           {{"yes", "", "do not ask"}},
           erase}};
}

}  // namespace stepgate::cli
