// log and stats, of all services or of one.
#include "cli/verbs/log.hpp"

#include <algorithm>
#include <map>

#include "cli/failure.hpp"
#include "cli/paging.hpp"
#include "cli/table.hpp"
#include "cli/values.hpp"
#include "cli/verbs/all.hpp"

namespace stepgate::cli {

std::vector<Flag> log_flags() {
  auto flags = paging_flags();
  const std::vector<Flag> filters = {
      {"severity", "LEVEL", "that and worse", false, {"info", "warning", "error"}},
      {"kind", "KIND", "only entries of that kind"},
      {"code", "CODE", "only entries with that code"},
      {"run", "RUN", "only about that run"},
      {"chunk", "ID", "only about the chunk with that id"},
      {"person", "ID", "only about that person"},
      {"since", "TIME", "from then on, like 2026-01-31 or 2026-01-31T08:00:00Z"},
      {"until", "TIME", "before then"}};
  flags.insert(flags.begin(), filters.begin(), filters.end());
  return flags;
}

int print_log(Session& session, const std::string& path) {
  Query query;
  for (const auto* filter :
       {"severity", "kind", "code", "run", "chunk", "person", "since", "until", "service"})
    add_query(query, session, filter, filter);
  const auto list = fetch_list(session, path, query);
  if (session.gave_json(list)) return kOk;
  Table table({"at", "severity", "service", "kind", "code", ">run", "message"});
  auto entries = list["items"].items();
  // Read like a file: the newest stands last.
  std::reverse(entries.begin(), entries.end());
  for (const auto& entry : entries) {
    const auto& severity = entry["severity"].as_string();
    const auto style = severity == "error"     ? Style::red
                       : severity == "warning" ? Style::amber
                                               : Style::plain;
    table.row({time_text(entry["at"]),
               {severity, style},
               entry["service"]["name"].as_string(),
               entry["kind"].as_string(),
               entry["code"].as_string(),
               entry["run"].is_null() ? "" : cell_text(entry["run"]),
               entry["message"].as_string()});
  }
  table.print(session.console());
  note_more(session, list);
  return kOk;
}

namespace {

int log_all(Session& session) { return print_log(session, "/log"); }

int stats(Session& session) {
  Query query;
  add_query(query, session, "by", "bucket");
  add_query(query, session, "level", "level");
  add_query(query, session, "since", "since");
  add_query(query, session, "until", "until");
  const auto service = session.argument_or(0, "");
  const auto path =
      service.empty() ? std::string("/statistics") : path_of({"services", service, "statistics"});
  const auto list = fetch_list(session, path, query);
  if (session.gave_json(list)) return kOk;
  Table table({"time", "service", "code", ">count", "last", "message"});
  for (const auto& row : list["items"].items())
    table.row({time_text(row["bucket"]), row["service"]["name"].as_string(),
               row["code"].as_string(), count_text(row["n"]), time_text(row["lastAt"]),
               row["message"].as_string()});
  if (table.empty())
    session.console().line("nothing has been counted yet");
  else
    table.print(session.console());
  note_more(session, list);
  return kOk;
}

}  // namespace

std::vector<Verb> log_verbs() {
  auto stat_flags = paging_flags();
  const std::vector<Flag> own = {{"by", "TIME", "hour unless told", false, {"hour", "day"}},
                                 {"level",
                                  "LEVEL",
                                  "count people (record, unless told) or chunks",
                                  false,
                                  {"record", "chunk"}},
                                 {"since", "TIME", "from then on"},
                                 {"until", "TIME", "before then"}};
  stat_flags.insert(stat_flags.begin(), own.begin(), own.end());
  auto flags = log_flags();
  flags.insert(flags.begin(), {"service", "NAME", "only of that service"});
  return {
      {"", "stats", "[SERVICE]", "count outcomes by time and code", stat_flags, stats},
      {"", "log", "", "show the log, oldest of the last entries first", flags, log_all},
  };
}

}  // namespace stepgate::cli
