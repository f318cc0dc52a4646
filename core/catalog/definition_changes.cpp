#include "catalog/definition_changes.hpp"

#include <algorithm>
#include <map>

#include "catalog/attribute_changes.hpp"
#include "http/url.hpp"

namespace stepgate::catalog {
namespace {

std::string origin_of(const std::string& url) {
  const auto parsed = http::Url::parse(url);
  return parsed ? parsed->origin() : url;
}

const Json* find_by(const Json& list, const char* key, const std::string& value) {
  const auto& items = list.items();
  const auto found = std::find_if(items.begin(), items.end(),
                                  [&](const Json& one) { return one[key].as_string() == value; });
  return found == items.end() ? nullptr : &*found;
}

/// Collects the differences with what each affects.
class Differences {
 public:
  explicit Differences(const ChangeScene& scene) : scene_(scene) {}

  Json take() {
    document();
    if (scene_.definition.is_object()) {
      names();
      fields("outgoing");
      fields("incoming");
      parameters();
      activity();
      contexts();
    }
    return std::move(list_);
  }

 private:
  Json& add(const char* code, const std::string& where, const std::string& message,
            const Json& before, const Json& after) {
    list_.push(Json::object({{"code", code},
                             {"where", where},
                             {"message", message},
                             {"before", before},
                             {"after", after},
                             {"affects", Json::object({{"campaigns", Json::array()},
                                                       {"mapping", Json::array()},
                                                       {"parameters", Json::array()},
                                                       {"credentials", Json::array()}})}}));
    return list_.mutable_items().back();
  }
  static void affect(Json& change, const char* what, const std::string& name) {
    (*change.find("affects")->find(what)).push(name);
  }
  void affect_campaigns(Json& change) {
    for (const auto& campaign : scene_.campaigns) affect(change, "campaigns", campaign.name);
  }
  void affect_credentials(Json& change) {
    if (!scene_.credential.empty()) affect(change, "credentials", scene_.credential);
    affect_campaigns(change);
  }

  void text_change(const char* code, const char* what, const char* where, const Json& before,
                   const Json& after) {
    if (before != after && !(before.is_null() && after.as_string().empty()))
      add(code, where, std::string(what) + " has changed", before, after);
  }

  void document() {
    const auto& old = scene_.row.discovery;
    const auto& now = scene_.discovery;
    text_change("TITLE_CHANGED", "the service's title", "/info/title", old["title"], now["title"]);
    text_change("VERSION_CHANGED", "the service's version", "/info/version", old["version"],
                now["version"]);
    text_change("PROVIDER_CHANGED", "the provider", "/info/x-providerName", old["providerName"],
                now["providerName"]);
    text_change("SUPPORT_CHANGED", "the support contact", "/info/x-supportContact",
                old["supportContact"], now["supportContact"]);
    moved("ORIGIN_MOVED", "URL_CHANGED", "the service", "/servers/0/url", old["baseUrl"],
          now["baseUrl"]);
    const auto &scheme = old["security"], &fresh = now["security"];
    if (scheme["kind"] != fresh["kind"])
      affect_credentials(add("SCHEME_CHANGED", "/security",
                             "the service wants another kind of credentials", scheme["kind"],
                             fresh["kind"]));
    moved("TOKEN_URL_MOVED", "TOKEN_URL_CHANGED", "the token endpoint",
          "/components/securitySchemes", scheme["tokenUrl"], fresh["tokenUrl"]);
    moved("TOKEN_URL_MOVED", "TOKEN_URL_CHANGED", "the refresh endpoint",
          "/components/securitySchemes", scheme["refreshUrl"], fresh["refreshUrl"]);
    for (const auto* key : {"in", "parameter"})
      if (scheme["kind"] == fresh["kind"] && scheme[key] != fresh[key])
        affect_credentials(add("CREDENTIAL_PARAMETER_CHANGED", "/components/securitySchemes",
                               "the credentials travel in another place", scheme[key], fresh[key]));
    for (const auto& [path, declared] : now["paths"].members())
      if (old["paths"][path] != declared)
        add("ENDPOINT_CHANGED", "/paths",
            "the endpoint " + path + (declared.as_bool() ? " is new" : " is gone"),
            old["paths"][path], declared);
  }

  /// To another origin: credentials stay behind. Within one: only the way changes.
  void moved(const char* far_code, const char* near_code, const char* what, const char* where,
             const Json& before, const Json& after) {
    if (before == after || after.as_string().empty()) return;
    const bool far = origin_of(before.as_string()) != origin_of(after.as_string());
    auto& change = add(far ? far_code : near_code, where,
                       std::string(what) + (far ? " has moved to another origin"
                                                : " has another path at the same origin"),
                       before, after);
    if (far)
      affect_credentials(change);
    else
      affect_campaigns(change);
  }

  void names() {
    const auto &old = scene_.row.definition, &now = scene_.definition;
    text_change("NAMES_CHANGED", "what the service is called", "/i18n", old["names"], now["names"]);
    text_change("API_NAME_CHANGED", "the apiName", "/apiName", old["apiName"], now["apiName"]);
    text_change("CA_BUNDLE_CHANGED", "the CA bundle", "/caBundle", old["caBundle"],
                now["caBundle"]);
    if (old["primaryAttribute"] != now["primaryAttribute"])
      affect_campaigns(add("PRIMARY_ATTRIBUTE_CHANGED", "/primaryAttribute",
                           "another attribute is shown as the asset of activities",
                           old["primaryAttribute"], now["primaryAttribute"]));
  }

  void fields(const char* direction) {
    const auto &old = scene_.row.definition[direction], &now = scene_.definition[direction];
    const std::string where = std::string(direction) + " field ";
    if (old["userDriven"].as_bool() != now["userDriven"].as_bool())
      row_change(direction, "",
                 add("MAPPING_KIND_CHANGED", direction,
                     std::string("the ") + direction + " mapping is now made by " +
                         (now["userDriven"].as_bool() ? "the admin" : "the service"),
                     old["userDriven"], now["userDriven"]));
    for (const auto& field : old["fields"].items()) {
      const auto& name = field["serviceAttribute"].as_string();
      if (find_by(now["fields"], "serviceAttribute", name) == nullptr)
        row_change(
            direction, name,
            add("FIELD_REMOVED", where + name, where + name + " is gone", field["dataType"], {}));
    }
    for (const auto& field : now["fields"].items()) {
      const auto& name = field["serviceAttribute"].as_string();
      if (const auto* before = find_by(old["fields"], "serviceAttribute", name))
        field_change(direction, *before, field, where + name);
      else
        row_change(
            direction, name,
            add("FIELD_ADDED", where + name,
                where + name + " is new" + (field["required"].as_bool() ? ", and required" : ""),
                {}, field["dataType"]));
    }
  }

  void field_change(const char* direction, const Json& before, const Json& now,
                    const std::string& where) {
    const auto& name = now["serviceAttribute"].as_string();
    if (before["dataType"] != now["dataType"])
      row_change(direction, name,
                 add("FIELD_RETYPED", where, where + " has another type", before["dataType"],
                     now["dataType"]));
    if (before["required"].as_bool() != now["required"].as_bool())
      row_change(direction, name,
                 add(now["required"].as_bool() ? "FIELD_REQUIRED" : "FIELD_OPTIONAL", where,
                     where + (now["required"].as_bool() ? " is required now" : " is optional now"),
                     before["required"], now["required"]));
    if (before["suggestion"] != now["suggestion"])
      row_change(direction, name,
                 add("FIELD_SUGGESTION_CHANGED", where, where + " suggests another field",
                     before["suggestion"], now["suggestion"]));
  }

  /// The mapping row and the campaigns that send or write by it.
  void row_change(const char* direction, const std::string& name, Json& change) {
    affect(change, "mapping", name.empty() ? direction : std::string(direction) + " " + name);
    affect_campaigns(change);
  }

  void parameters() {
    for (const auto& [section, what] : {std::pair{"flowAttributes", "parameter"},
                                        {"globalAttributes", "global option"},
                                        {"headers", "header parameter"}})
      for (const auto& found :
           attribute_changes(scene_.row.definition[section], scene_.definition[section])) {
        auto& change = add(found.code.c_str(), std::string(what) + " " + found.name,
                           std::string(what) + " " + found.name + " " + found.words, found.before,
                           found.after);
        affect(change, "parameters", found.name);
        if (std::string_view(section) == "flowAttributes")
          affect_users(change, found);
        else
          affect_campaigns(change);
      }
  }

  /// Campaigns that have a value for it; of one that is required from now on, those that have none.
  void affect_users(Json& change, const AttributeChange& found) {
    for (const auto& campaign : scene_.campaigns) {
      const auto& value = campaign.parameters[found.old_name];
      const bool unset = value.is_null() || (value.is_string() && value.as_string().empty());
      if (unset == found.touches_unset) affect(change, "campaigns", campaign.name);
    }
  }

  void activity() {
    for (const auto& found : attribute_changes(scene_.row.definition["activityAttributes"],
                                               scene_.definition["activityAttributes"]))
      affect_campaigns(add(("ACTIVITY_" + found.code).c_str(), "activity attribute " + found.name,
                           "activity attribute " + found.name + " " + found.words, found.before,
                           found.after));
  }

  void contexts() {
    if (scene_.row.definition["contexts"] == scene_.definition["contexts"]) return;
    affect_campaigns(add("CONTEXTS_CHANGED", "invocationPayloadDef",
                         "the service asks for other context blocks",
                         scene_.row.definition["contexts"], scene_.definition["contexts"]));
  }

  const ChangeScene& scene_;
  Json list_ = Json::array();
};

}  // namespace

Json definition_changes(const ChangeScene& scene) { return Differences(scene).take(); }

Json moved_parameters(const Json& old_definition, const Json& new_definition,
                      const Json& parameters) {
  const auto &old = old_definition["flowAttributes"], &now = new_definition["flowAttributes"];
  std::map<std::string, std::string> before;
  for (const auto& change : attribute_changes(old, now))
    if (change.code == "ATTRIBUTE_RENAMED") before[change.name] = change.old_name;
  Json moved = Json::object();
  for (const auto& attribute : now.items()) {
    const auto& name = attribute["name"].as_string();
    const auto known = before.find(name);
    moved.set(name, parameters[known == before.end() ? name : known->second]);
  }
  return moved;
}

}  // namespace stepgate::catalog
