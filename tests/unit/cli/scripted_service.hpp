// A host that onboards one service, as the API of docs/api.md does it.
#pragma once
#include "scripted_host.hpp"

namespace stepgate::cli {

inline Json service_view(const std::string& state) {
  const Json field = Json::object({{"serviceAttribute", "region"},
                                   {"dataType", "string"},
                                   {"suggestion", "region"},
                                   {"description", Json::object({{"en_US", "The continent"}})}});
  Json definition = Json::object(
      {{"outgoing", Json::object({{"fields", Json::array()}})},
       {"incoming", Json::object({{"fields", Json::array({field})}})},
       {"flowAttributes", Json::array()},
       {"globalAttributes",
        Json::array({Json::object({{"name", "depth"}, {"dataType", "integer"}})})},
       {"headers", Json::array({Json::object({{"name", "X-Source"}, {"dataType", "string"}})})}});
  return Json::object(
      {{"id", 4},
       {"name", "Country Codes"},
       {"provider", "Samples"},
       {"url", "http://s/openapi.json"},
       {"state", state},
       {"credential", nullptr},
       {"credentialInputs",
        Json::array({Json::object(
            {{"name", "apiKey"}, {"label", "API key"}, {"secret", true}, {"required", true}})})},
       {"definition", definition},
       {"findings", Json::array({Json::object({{"severity", "warning"},
                                               {"code", "INFO_MISSING"},
                                               {"where", "/info"},
                                               {"message", "there is no contact"},
                                               {"marketoRefuses", true}})})},
       {"missing", Json::array({Json::object({{"code", "MAPPING_NOT_CONFIRMED"},
                                              {"subject", "outgoing"},
                                              {"message", "the mapping has not been confirmed"},
                                              {"remedy", "Confirm it"}})})}});
}

inline Json service_mapping(const Json& field) {
  const Json row = Json::object({{"serviceAttribute", "region"},
                                 {"field", field},
                                 {"active", !field.is_null()},
                                 {"dataType", "string"},
                                 {"required", false}});
  const auto side = [](Json rows) { return Json::object({{"rows", std::move(rows)}}); };
  return Json::object(
      {{"outgoing", side(Json::array())},
       {"incoming", side(Json::array({row}))},
       {"fields", Json::array({Json::object({{"name", "email"}, {"dataType", "email"}})})}});
}

inline void script_service(ScriptedHost& host) {
  const auto draft = service_view("draft");
  host.on("GET /services", Json::object({{"items", Json::array()}}));
  host.on("POST /services", draft, 201);
  host.on("GET /services/4", draft);
  const auto step = [](const char* name, const Json& http) {
    return Json::object(
        {{"step", name}, {"ok", true}, {"http", http}, {"millis", 12}, {"message", "good"}});
  };
  host.on("PUT /services/4/credential",
          Json::object({{"verified", "yes"},
                        {"steps", Json::array({step("configuration", {}), step("status", 200)})}}));
  host.on("POST /services/4/definition", draft);
  host.on("GET /services/4/mapping", service_mapping({}));
  host.on("PUT /services/4/mapping", service_mapping("region"));
  host.on("POST /fields", Json::object({{"name", "region"}, {"dataType", "string"}}), 201);
  host.on("GET /services/4/picklists", Json::object({{"items", Json::array()}}));
  host.on("PUT /services/4/configuration", draft);
  host.on("POST /services/4/activate", service_view("active"));
}

}  // namespace stepgate::cli
