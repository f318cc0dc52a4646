// People: one, lists, export. The import is in people_import.cpp.
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <ostream>

#include "base/text.hpp"
#include "cli/failure.hpp"
#include "cli/paging.hpp"
#include "cli/table.hpp"
#include "cli/terminal_text.hpp"
#include "cli/values.hpp"
#include "cli/verbs/all.hpp"
#include "cli/verbs/people_import.hpp"

namespace stepgate::cli {
namespace {

const Flag kWhere{"where", "FIELD=VALUE", "only people with that value"};

Query where(const Session& session) {
  Query query;
  add_query(query, session, "where", "where");
  return query;
}

int list(Session& session) {
  const auto people = fetch_list(session, "/people", where(session));
  if (session.gave_json(people)) return kOk;
  const auto wanted =
      session.has("fields")
          ? split(session.value("fields"), ',')
          : std::vector<std::string>{"email", "firstName", "lastName", "company", "country"};
  std::vector<std::string> headings{">id"};
  headings.insert(headings.end(), wanted.begin(), wanted.end());
  Table table(headings);
  for (const auto& person : people["items"].items()) {
    std::vector<Cell> row{cell_text(person["id"])};
    for (const auto& field : wanted) row.emplace_back(cell_text(person["fields"][field]));
    table.row(std::move(row));
  }
  table.print(session.console());
  note_more(session, people);
  return kOk;
}

int count(Session& session) {
  const auto answer = session.api().get("/people/count", where(session));
  if (!session.gave_json(answer)) session.console().line(cell_text(answer["count"]));
  return kOk;
}

/// What happened, in one cell.
std::string event_text(const Json& activity) {
  if (activity["type"].as_string() != "service") {
    const auto source = activity["source"].as_string();
    return activity["field"].as_string() + ": " + cell_text(activity["old"]) + " → " +
           cell_text(activity["new"]) + (source.empty() ? "" : "  (" + source + ")");
  }
  std::string text = activity["success"].as_bool() ? "success" : "failed";
  if (const auto& outcome = activity["outcome"].as_string(); !outcome.empty()) text = outcome;
  if (!activity["code"].as_string().empty()) text += " " + activity["code"].as_string();
  if (!activity["reason"].as_string().empty()) text += ": " + activity["reason"].as_string();
  for (const auto& [name, value] : activity["attributes"].members())
    text += "  " + name + "=" + cell_text(value);
  return text;
}

void print_activities(const Session& session, const Json& activities) {
  Table table({"at", "what", "service", ">run", ""});
  for (const auto& activity : activities["items"].items()) {
    const bool change = activity["type"].as_string() != "service";
    table.row({time_text(activity["at"]), change ? "value" : "step",
               activity["service"]["name"].as_string(),
               activity["run"].is_null() ? "" : cell_text(activity["run"]), event_text(activity)});
  }
  if (!table.empty()) {
    session.console().line("");
    table.print(session.console());
  }
  for (const auto& damage : activities["damages"].items())
    session.console().warning(printable(damage.as_string()));
}

int show(Session& session) {
  auto person = session.api().get(path_of({"people", session.argument(0)}));
  const auto wanted = session.number("activities", 20, 0);
  Json activities;
  if (wanted > 0)
    activities =
        session.api().get(path_of({"people", session.argument(0), "activities"}),
                          {{"limit", std::to_string(std::min<std::int64_t>(wanted, 1000))}});
  if (session.json()) {
    if (session.has("activities")) person.set("activities", activities["items"]);
    session.gave_json(person);
    return kOk;
  }
  Facts facts;
  facts.add("id", cell_text(person["id"]));
  for (const auto& [name, value] : person["fields"].members())
    if (name != "id" && !value.is_null()) facts.add(name, cell_text(value));
  facts.print(session.console());
  print_activities(session, activities);
  return kOk;
}

/// Written beside and moved into place, so that an export that breaks leaves no half file.
void export_to_file(Session& session, const std::string& path, const Query& query) {
  const auto fresh = path + ".part";
  std::ofstream file(fresh, std::ios::binary | std::ios::trunc);
  if (!file)
    throw Failure(kRefused, "FILE_UNWRITABLE", fresh,
                  std::string("can't be written: ") + std::strerror(errno),
                  "Name a file in a directory that you may write.");
  std::uint64_t bytes = 0;
  const auto broken = [&] {
    std::error_code ignored;
    std::filesystem::remove(fresh, ignored);
  };
  try {
    session.api().transfer("GET", "/people/export", query,
                           {{},
                            {},
                            [&](std::string_view piece) {
                              bytes += piece.size();
                              file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
                            },
                            {}});
    file.close();
    if (!file)
      throw Failure(kRefused, "FILE_UNWRITABLE", fresh, "could not be written to its end",
                    "Is the disk full?");
  } catch (...) {
    broken();
    throw;
  }
  std::filesystem::rename(fresh, path);
  session.console().note("wrote " + path + " (" + bytes_text(bytes) + ")");
}

int export_people(Session& session) {
  auto query = where(session);
  query.emplace_back("format", "csv");
  add_query(query, session, "fields", "fields");
  add_query(query, session, "separator", "separator");
  const auto path = session.argument_or(0, "-");
  if (path != "-") {
    export_to_file(session, path, query);
    return kOk;
  }
  auto& out = session.console().out();
  session.api().transfer("GET", "/people/export", query,
                         {{}, {}, [&](std::string_view piece) { out << piece; }, {}});
  out.flush();
  return kOk;
}

}  // namespace

std::vector<Verb> people_verbs() {
  auto list_flags = paging_flags();
  list_flags.push_back(kWhere);
  list_flags.push_back({"fields", "A,B", "the columns of the table"});
  return {
      import_verb(),
      {"people",
       "export",
       "[FILE]",
       "write people as CSV to a file, or to stdout",
       {kWhere,
        {"fields", "A,B", "only these fields"},
        {"separator", "CHAR", "between cells, a comma unless told"}},
       export_people},
      {"people", "list", "", "list people in the order of their ids", list_flags, list},
      {"people", "count", "", "count people", {kWhere}, count},
      {"people",
       "show",
       "ID",
       "show a person, by id or e-mail address, and what happened to them",
       {{"activities", "N", "how many of the last activities, 20 unless told"}},
       show},
  };
}

}  // namespace stepgate::cli
