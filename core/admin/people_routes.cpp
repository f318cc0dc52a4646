// People: lists, one person, activities, export. The import is in people_import.cpp.
#include <array>

#include "admin/activity_view.hpp"
#include "admin/call.hpp"
#include "admin/people_import.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "people/export.hpp"
#include "store/activity_repository.hpp"
#include "store/people_repository.hpp"

namespace stepgate::admin {
namespace {

Json view(store::Person&& person) {
  return Json::object({{"id", person.id}, {"fields", std::move(person.values)}});
}

void list(Call& call) {
  auto& database = *call.parts.database;
  const auto filter = people::parse_where(database, call.query("where"));
  auto page = database.people().list(filter, call.integer("after", 0, INT64_MAX, 0), call.limit());
  Json items = Json::array();
  for (auto& person : page.people) items.push(view(std::move(person)));
  Json json = Json::object({{"items", std::move(items)}});
  json.set("next", page.next_after == 0 ? Json() : Json(std::to_string(page.next_after)));
  call.answer(json);
}

void count(Call& call) {
  auto& database = *call.parts.database;
  const auto n = database.people().count(people::parse_where(database, call.query("where")));
  call.answer(Json::object({{"count", n}}));
}

/// By id or e-mail address.
store::Person find(const Call& call) {
  auto& people = call.parts.database->people();
  std::optional<flow::PersonId> id = parse_int(call.id());
  if (!id && call.id().find('@') != std::string_view::npos) id = people.find_by_email(call.id());
  if (auto found = id ? people.get(*id) : std::nullopt) return std::move(*found);
  throw Error(ErrorKind::not_found, "PERSON_NOT_FOUND",
              "person " + std::string(cut_utf8(call.id(), 100)), "there is no such person",
              "Give the id or the e-mail address of one who is there");
}

void show(Call& call) { call.answer(view(find(call))); }

void activities(Call& call) {
  store::activity::Filter filter;
  filter.person = find(call).id;
  auto cursor = call.query("before");
  if (cursor.empty()) cursor = call.query("after");
  const auto before = store::activity::parse_position(cursor);
  if (!before && !cursor.empty())
    throw Error(ErrorKind::invalid, "QUERY_INVALID", "query parameter before",
                "'" + std::string(cut_utf8(cursor, 100)) + "' is no cursor",
                "Take `next` of the page before, as it is");
  const auto page = call.parts.database->activities().list(filter, before, call.limit());
  ActivityViews views(*call.parts.database);
  Json items = Json::array(), damages = Json::array();
  for (const auto& activity : page.activities) items.push(views.view(activity));
  for (const auto& damage : page.damages) damages.push(to_string(damage));
  Json json = Json::object({{"items", std::move(items)}});
  json.set("next", page.next ? Json(to_string(*page.next)) : Json());
  if (damages.size() > 0) json.set("damages", std::move(damages));
  call.answer(json);
}

void export_people(Call& call) {
  auto& database = *call.parts.database;
  call.word("format", {"csv"});
  people::ExportOptions options;
  options.filter = people::parse_where(database, call.query("where"));
  options.separator = separator_of(call);
  if (options.separator == 0) options.separator = ',';
  for (const auto& name : split(call.query("fields"), ','))
    if (const auto bare = trim(name); !bare.empty()) options.fields.emplace_back(bare);
  auto& response = call.response;
  people::export_csv(database, options, [&response](std::string_view piece) {
    if (!response.started()) {
      response.header("Content-Disposition", "attachment; filename=\"people.csv\"");
      response.begin("text/csv; charset=utf-8");
    }
    response.write(piece);
  });
  response.end();
}

constexpr std::array kRoutes{
    Route{.method = "GET",
          .path = "/api/v1/people",
          .id = "listPeople",
          .summary = "People in the order of their ids",
          .handle = &list,
          .answer = {kJson, "PersonList"},
          .query = "where limit after"},
    Route{.method = "GET",
          .path = "/api/v1/people/count",
          .id = "countPeople",
          .summary = "How many people there are",
          .handle = &count,
          .answer = {kJson, "Count"},
          .query = "where"},
    Route{.method = "POST",
          .path = "/api/v1/people/import",
          .id = "importPeople",
          .summary = "Imports people from CSV; tells how far it is while it reads",
          .handle = &import_people,
          .answer = {"application/x-ndjson", "ImportLine"},
          .query = "separator name ignoreUnknown createFields",
          .body = {"text/csv", {}},
          .refusals = "415",
          .upload = true},
    Route{.method = "GET",
          .path = "/api/v1/people/export",
          .id = "exportPeople",
          .summary = "People as CSV, in a form that the import takes",
          .handle = &export_people,
          .answer = {"text/csv", {}},
          .query = "format where fields separator"},
    Route{.method = "GET",
          .path = "/api/v1/people/{person}",
          .id = "showPerson",
          .summary = "One person",
          .handle = &show,
          .answer = {kJson, "Person"},
          .refusals = "404"},
    Route{.method = "GET",
          .path = "/api/v1/people/{person}/activities",
          .id = "listActivities",
          .summary = "What happened to a person, newest first",
          .handle = &activities,
          .answer = {kJson, "ActivityList"},
          .query = "limit before after",
          .refusals = "404"},
};

}  // namespace

std::span<const Route> people_routes() { return kRoutes; }

}  // namespace stepgate::admin
