#include "service/routes.hpp"

#include <charconv>

#include "documents/images.hpp"
#include "documents/openapi_document.hpp"
#include "http/url.hpp"
#include "json/scanner.hpp"
#include "json/text.hpp"
#include "json/yaml.hpp"

namespace sample {
namespace {

constexpr std::string_view kKeyHeader = "X-API-Key";

Response content(std::string_view body, std::string_view type = "application/json") {
  Response response;
  response.body = body;
  response.content_type = type;
  return response;
}

std::string document_of(const Options& options, const Profile& profile) {
  DocumentOptions document;
  document.title = profile.title();
  document.summary = profile.summary();
  document.picklist = options.picklist;
  const bool in_query = !options.key_in_query.empty();
  const auto scheme =
      security_scheme(options.auth, in_query ? "query" : "header",
                      in_query ? std::string_view(options.key_in_query) : kKeyHeader);
  document.scheme = scheme;
  document.scheme_name = scheme_name(options.auth);
  return openapi_document(document);
}

}  // namespace

const Routes::Route Routes::kRoutes[] = {
    {"POST", "/submitAsyncAction", true, &Routes::submit},
    {"GET", "/openapi.json", false, &Routes::openapi_json},
    {"GET", "/openapi.yaml", false, &Routes::openapi_yaml},
    {"GET", "/getServiceDefinition", true, &Routes::definition},
    {"GET", "/status", true, &Routes::status},
    {"POST", "/getPicklist", true, &Routes::picklist},
    {"GET", "/brandIcon", false, &Routes::brand_icon},
    {"GET", "/serviceIcon", false, &Routes::service_icon},
    {"GET", "/providerInstructions", false, &Routes::instructions},
    {"GET", "/healthz", false, &Routes::health},
    {"GET", "/stats", false, &Routes::stats},
    {"POST", "/reset", false, &Routes::reset},
};

Routes::Routes(EventLoop& loop, Options& options, const Profile& profile, Submissions& submissions,
               Stats& stats, WitnessLog& log)
    : options_(options),
      profile_(profile),
      submissions_(submissions),
      stats_(stats),
      log_(log),
      authentication_(loop, options.auth, options.api_key, options.key_in_query),
      document_json_(document_of(options, profile)),
      document_yaml_("# " + std::string(profile.title()) + "\n" + json_to_yaml(document_json_)) {}

void Routes::handle(const Request& request, const Responder& responder) {
  const Route* route = nullptr;
  if (request.path.starts_with(options_.base_path)) {
    const auto path = request.path.substr(options_.base_path.size());
    if (authentication_.handle(path, request, responder)) return;
    route = find(path);
  }
  if (!route) return responder.send(error_response(404, "NOT_FOUND", "There is nothing here"));
  if (route->method != request.method) {
    auto response = error_response(405, "METHOD_NOT_ALLOWED", "Another method is served here");
    response.headers.append("Allow: ").append(route->method).append("\r\n");
    return responder.send(response);
  }
  if (route->needs_key && !is_open(*route) && !authentication_.accepts(request)) {
    const int status = options_.oddities.number(Spot::kStatus, "refuse").value_or(401);
    auto response = error_response(status, "UNAUTHORIZED", "The credentials are missing or wrong");
    response.headers += authentication_.challenge();
    return responder.send(response);
  }
  (this->*route->answer)(request, responder);
}

const Routes::Route* Routes::find(std::string_view path) const {
  for (const Route& route : kRoutes) {
    if (route.path == path) return is_served(route) ? &route : nullptr;
  }
  return nullptr;
}

bool Routes::is_served(const Route& route) const {
  if (route.answer == &Routes::openapi_json) return !options_.yaml_only;
  if (route.answer == &Routes::picklist) return options_.picklist;
  return true;
}

bool Routes::is_open(const Route& route) const {
  return route.answer == &Routes::status && options_.oddities.has(Spot::kStatus, "open");
}

void Routes::send(Spot spot, const Request& request, const Responder& responder,
                  Response response) const {
  options_.oddities.spoil(spot, request, response);
  responder.send(response);
}

void Routes::submit(const Request& request, const Responder& responder) {
  submissions_.handle(request, responder);
}

void Routes::openapi_json(const Request& request, const Responder& responder) {
  send(Spot::kDocument, request, responder, content(document_json_));
}

void Routes::openapi_yaml(const Request&, const Responder& responder) {
  responder.send(content(document_yaml_, "application/yaml"));
}

void Routes::definition(const Request& request, const Responder& responder) {
  send(Spot::kDefinition, request, responder, content(profile_.definition()));
}

void Routes::status(const Request& request, const Responder& responder) {
  if (options_.faults.status_fail) {
    return responder.send(error_response(500, "INJECTED", "A fault was asked for"));
  }
  std::string body = "{\"info\":[\"";
  append_escaped(profile_.title(), body);
  send(Spot::kStatus, request, responder,
       content(body + " is up\"],\"warnings\":[],\"errors\":[]}"));
}

void Routes::picklist(const Request& request, const Responder& responder) {
  std::string type, name;
  JsonScanner in(request.body);
  in.object([&](std::string_view key) {
    if (in.kind() != JsonScanner::Kind::kString) return in.skip();
    const auto value = in.string();
    if (key == "type") type = unescaped(value);
    if (key == "name") name = unescaped(value);
  });
  if (!in.at_end()) {
    return responder.send(error_response(400, "BAD_REQUEST", "the body is not one JSON object"));
  }
  const auto choices = profile_.picklist(type, name);
  if (!choices) {
    return responder.send(error_response(404, "NO_PICKLIST", "There are no choices for " + name));
  }
  send(Spot::kPicklist, request, responder, content(*choices));
}

void Routes::brand_icon(const Request& request, const Responder& responder) {
  send(Spot::kBrandIcon, request, responder, content(brand_icon_svg(), "image/svg+xml"));
}

void Routes::service_icon(const Request& request, const Responder& responder) {
  send(Spot::kServiceIcon, request, responder, content(service_icon_png(), "image/png"));
}

void Routes::instructions(const Request& request, const Responder& responder) {
  send(Spot::kGuide, request, responder,
       content(profile_.instructions(), "text/html; charset=utf-8"));
}

void Routes::health(const Request&, const Responder& responder) {
  responder.send(content("{\"status\":\"ok\"}"));
}

void Routes::stats(const Request&, const Responder& responder) {
  responder.send(content(stats_.to_json(options_.profile, options_.salt)));
}

void Routes::reset(const Request& request, const Responder& responder) {
  if (const auto salt = query_value(request.query, "salt")) {
    const auto end = salt->data() + salt->size();
    std::uint64_t value = 0;
    const auto [last, error] = std::from_chars(salt->data(), end, value);
    if (salt->empty() || error != std::errc() || last != end) {
      return responder.send(error_response(400, "BAD_REQUEST", "salt is not a number"));
    }
    options_.salt = value;
  }
  stats_.reset();
  submissions_.reset();
  log_.event("reset");
  responder.send(content("{\"status\":\"ok\"}"));
}

}  // namespace sample
