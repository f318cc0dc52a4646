#include "admin/openapi.hpp"

#include "admin/call.hpp"
#include "admin/router.hpp"
#include "base/text.hpp"

namespace stepgate::admin {
namespace {

constexpr const char* kProblemMedia = "application/problem+json";

Json reference(const char* kind, std::string_view name) {
  return Json::object({{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}});
}

Json read_schemas() {
  Json all = Json::object();
  for (const auto text : {host_schemas(), people_schemas(), service_schemas(), life_schemas(),
                          run_schemas(), undo_schemas(), dead_schemas()}) {
    const auto some = Json::parse(text, {}, "schemas");
    for (const auto& [name, schema] : some.members()) all.set(name, schema);
  }
  return all;
}

/// {name: schema} of all components; parsed once.
const Json& schemas() {
  static const Json kSchemas = read_schemas();
  return kSchemas;
}

void add_parameters(Json& out, std::string_view text, const char* in) {
  const auto parsed = Json::parse(text, {}, "parameters");
  for (const auto& [name, given] : parsed.members()) {
    Json one = Json::object({{"name", name}, {"in", in}});
    if (std::string_view(in) == "path") one.set("required", true);
    for (const auto& [key, value] : given.members()) one.set(key, value);
    out.set(std::string(in) + "-" + name, std::move(one));
  }
}

Json parameters() {
  Json all = Json::object();
  add_parameters(all, query_parameters(), "query");
  add_parameters(all, path_parameters(), "path");
  return all;
}

Json parameters_of(const Route& route) {
  Json list = Json::array();
  for (const auto& segment : split(route.path, '/'))
    if (segment.starts_with('{'))
      list.push(reference("parameters", "path-" + segment.substr(1, segment.size() - 2)));
  for (const auto& name : words_of(route.query))
    list.push(reference("parameters", "query-" + name));
  return list;
}

void add_content(Json& content, const Content& of) {
  if (of.media.empty()) return;
  Json schema =
      of.schema.empty() ? Json::object({{"type", "string"}}) : reference("schemas", of.schema);
  if (of.media.starts_with("image/")) schema.set("format", "binary");
  content.set(of.media, Json::object({{"schema", std::move(schema)}}));
}

Json responses_of(const Route& route) {
  Json success = Json::object({{"description", "It went well"}});
  Json content = Json::object();
  add_content(content, route.answer);
  add_content(content, route.also);
  if (content.size() > 0) success.set("content", std::move(content));
  Json responses = Json::object();
  responses.set(std::to_string(route.status), std::move(success));
  const auto refuse = [&](const std::string& status) {
    responses.set(status, reference("responses", "problem-" + status));
  };
  if (route.open) {
    responses.set(
        "503",
        Json::object(
            {{"description", "It can't"},
             {"content",
              Json::object(
                  {{std::string(kJson),
                    Json::object({{"schema", reference("schemas", route.answer.schema)}})}})}}));
    responses.set("422", reference("responses", "problem-422"));
    return responses;
  }
  if (!route.body.media.empty()) {
    refuse("400");
    refuse("413");
    refuse("415");
  }
  refuse("401");
  for (const auto& status : words_of(route.refusals)) refuse(status);
  refuse("422");
  responses.set("default", reference("responses", "problem"));
  return responses;
}

Json operation_of(const Route& route) {
  const auto segments = split(route.path, '/');
  Json operation = Json::object(
      {{"operationId", Json(route.id)},
       {"summary", Json(route.summary)},
       {"tags", Json::array({segments.size() > 3 ? segments[3] : std::string("host")})}});
  if (auto list = parameters_of(route); list.size() > 0) operation.set("parameters", list);
  if (!route.body.media.empty()) {
    Json content = Json::object();
    add_content(content, route.body);
    operation.set("requestBody",
                  Json::object({{"required", !route.body_optional}, {"content", content}}));
  }
  operation.set("responses", responses_of(route));
  if (route.open) operation.set("security", Json::array());
  return operation;
}

Json problem_responses() {
  const auto problem = [](const char* description) {
    return Json::object(
        {{"description", description},
         {"content",
          Json::object(
              {{kProblemMedia, Json::object({{"schema", reference("schemas", "Problem")}})}})}});
  };
  Json all = Json::object({{"problem", problem("Any other refusal")},
                           {"problem-400", problem("The body cannot be read")},
                           {"problem-404", problem("There is no such thing")},
                           {"problem-409", problem("It does not fit the present state")},
                           {"problem-413", problem("The body is too large")},
                           {"problem-415", problem("The body is not of the media type")},
                           {"problem-422", problem("What was given cannot be used")},
                           {"problem-502", problem("The service answered wrongly or not at all")}});
  Json unauthorized = problem("The token is missing or wrong");
  unauthorized.set(
      "headers", Json::object({{"WWW-Authenticate",
                                Json::object({{"schema", Json::object({{"type", "string"}})}})}}));
  all.set("problem-401", std::move(unauthorized));
  return all;
}

Json make_document(const std::string& version) {
  Json paths = Json::object();
  for (const auto& route : all_routes()) {
    if (!paths.has(route.path)) paths.set(route.path, Json::object());
    paths.find(route.path)->set(to_lower(route.method), operation_of(route));
  }
  Json document = Json::object({{"openapi", "3.0.3"}});
  document.set("info", Json::object({{"title", "Stepgate REST API"},
                                     {"version", version},
                                     {"description",
                                      "What an operator can do with Stepgate. docs/api.md tells "
                                      "how."}}));
  document.set("servers", Json::array({Json::object({{"url", "/"}})}));
  document.set("security", Json::array({Json::object({{"token", Json::array()}})}));
  document.set("paths", std::move(paths));
  document.set(
      "components",
      Json::object(
          {{"securitySchemes",
            Json::object({{"token", Json::object({{"type", "http"}, {"scheme", "bearer"}})}})},
           {"parameters", parameters()},
           {"responses", problem_responses()},
           {"schemas", schemas()}}));
  return document;
}

}  // namespace

const Json& schema_of(std::string_view name) { return schemas()[name]; }

const Json& openapi_document(const std::string& version) {
  static const Json kDocument = make_document(version);
  return kDocument;
}

}  // namespace stepgate::admin
