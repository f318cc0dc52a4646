// Builders for what an adapter says of itself: Definition (provider.describe, provider.discover)
// and Choices (provider.picklist). ABI.md gives the JSON.
#pragma once
#include <stepgate/json.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace stepgate::sdk {

/// A field of people that is sent or comes back. Types: boolean, integer, float, score, date,
/// datetime, email, string, url, text.
class Field {
 public:
  explicit Field(std::string_view service_attribute, std::string_view data_type = "string") {
    json_.set("serviceAttribute", service_attribute).set("dataType", data_type);
    json_.set("description", Json::object());
    json_.set("suggestion", service_attribute).set("required", false);
  }
  Field& describe(std::string_view text, std::string_view locale = "en_US") {
    Json words = json_["description"];
    json_.set("description", std::move(words.set(locale, text)));
    return *this;
  }
  /// API name of the host's field to propose; without it the service attribute's own name.
  Field& suggest(std::string_view field) { return json_.set("suggestion", field), *this; }
  Field& required() { return json_.set("required", true), *this; }
  const Json& json() const noexcept { return json_; }

 private:
  Json json_ = Json::object();
};

/// A flow attribute, global attribute, header or activity attribute.
class Attribute {
 public:
  explicit Attribute(std::string_view name, std::string_view data_type = "string") {
    json_.set("name", name).set("labels", Json::object()).set("dataType", data_type);
    json_.set("hasPicklist", false).set("enforcePicklist", false).set("required", false);
    label(name);
  }
  Attribute& label(std::string_view text, std::string_view locale = "en_US") {
    return word(locale, "name", text);
  }
  Attribute& tooltip(std::string_view text, std::string_view locale = "en_US") {
    return word(locale, "tooltip", text);
  }
  /// The choices come from picklist(); `enforced`: nothing else may be typed.
  Attribute& picklist(bool enforced = false) {
    json_.set("hasPicklist", true).set("enforcePicklist", enforced);
    return *this;
  }
  Attribute& required() { return json_.set("required", true), *this; }
  const Json& json() const noexcept { return json_; }

 private:
  Attribute& word(std::string_view locale, std::string_view key, std::string_view text) {
    Json labels = json_["labels"];
    Json words = labels[locale];
    labels.set(locale, std::move(words.set(key, text)));
    json_.set("labels", std::move(labels));
    return *this;
  }
  Json json_ = Json::object();
};

class Definition {
 public:
  Definition(std::string_view api_name, std::string_view display_name) : title_(display_name) {
    Json words = Json::object({{"name", display_name},
                               {"filterName", display_name},
                               {"triggerName", display_name},
                               {"description", ""}});
    json_.set("apiName", api_name).set("names", Json::object({{"en_US", std::move(words)}}));
    json_.set("contexts", Json::object());
  }

  Definition& describe(std::string_view text, std::string_view locale = "en_US") {
    return word("description", text, locale);
  }
  /// "name", "filterName", "triggerName" or "description" in a language.
  Definition& word(std::string_view key, std::string_view text, std::string_view locale = "en_US") {
    Json names = json_["names"];
    Json words = names[locale];
    names.set(locale, std::move(words.set(key, text)));
    json_.set("names", std::move(names));
    return *this;
  }
  Definition& outgoing(const Field& field) { return outgoing_.push(field.json()), *this; }
  Definition& incoming(const Field& field) { return incoming_.push(field.json()), *this; }
  Definition& outgoing_user_driven() { return outgoing_user_driven_ = true, *this; }
  Definition& incoming_user_driven() { return incoming_user_driven_ = true, *this; }
  /// A parameter of the step. The first one is the primary attribute, whose value names the step in
  /// activities.
  Definition& flow(const Attribute& attribute) { return flow_.push(attribute.json()), *this; }
  Definition& primary(std::string_view flow_attribute) { return primary_ = flow_attribute, *this; }
  Definition& global(const Attribute& attribute) { return global_.push(attribute.json()), *this; }
  Definition& header(const Attribute& attribute) { return headers_.push(attribute.json()), *this; }
  Definition& activity(const Attribute& attribute) {
    return activity_.push(attribute.json()), *this;
  }
  /// A context block that is sent along: "program", "campaign", "trigger", "programMember" or
  /// "subscription".
  Definition& context(std::string_view block) {
    Json contexts = json_["contexts"];
    json_.set("contexts", std::move(contexts.set(block, true)));
    return *this;
  }

  const std::string& title() const noexcept { return title_; }
  Json json() const {
    Json all = json_;
    const std::string& first = flow_.at(0)["name"].text();
    const std::string& primary = primary_.empty() ? first : primary_;
    all.set("primaryAttribute", primary.empty() ? Json() : Json(primary));
    all.set("outgoing", side(outgoing_, outgoing_user_driven_));
    all.set("incoming", side(incoming_, incoming_user_driven_));
    all.set("flowAttributes", flow_).set("globalAttributes", global_).set("headers", headers_);
    all.set("activityAttributes", activity_);
    return all;
  }
  std::string dump() const { return json().dump(); }
  /// The answer of discover for an adapter that needs no credentials, or those of `security`, a
  /// scheme (ABI.md).
  std::string discovery(Json security = Json::object({{"kind", "none"}})) const {
    return Json::object({{"kind", "native"},
                         {"title", title_},
                         {"description", json_["names"]["en_US"]["description"]},
                         {"security", std::move(security)}})
        .dump();
  }

 private:
  static Json side(const Json& fields, bool user_driven) {
    return Json::object({{"userDriven", user_driven}, {"fields", fields}});
  }
  std::string title_;
  std::string primary_;
  bool outgoing_user_driven_ = false;
  bool incoming_user_driven_ = false;
  Json json_ = Json::object();
  Json outgoing_ = Json::array();
  Json incoming_ = Json::array();
  Json flow_ = Json::array();
  Json global_ = Json::array();
  Json headers_ = Json::array();
  Json activity_ = Json::array();
};

/// The choices of a picklist.
class Choices {
 public:
  Choices& add(Json value, std::string_view display, std::string_view locale = "en_US") {
    Json words = Json::object({{std::string(locale), Json(display)}});
    choices_.push(Json::object({{"display", std::move(words)}, {"value", std::move(value)}}));
    return *this;
  }
  std::string dump() const { return Json::object({{"choices", choices_}}).dump(); }

 private:
  Json choices_ = Json::array();
};

}  // namespace stepgate::sdk
