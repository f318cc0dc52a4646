// A mapping strategy of a fixture's own: like a service-driven one, but its wire keys are in
// capitals.
#include <stepgate/plugin.hpp>

#include <algorithm>
#include <cctype>

namespace {

using namespace stepgate::sdk;

std::string capitals(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

bool known(const Json& host_fields, const std::string& name) {
  for (const Json& field : host_fields.items()) {
    if (field["name"].text() == name) return true;
  }
  return false;
}

class FixtureMapping : public MappingStrategy {
 public:
  std::string propose(const Call&, std::string_view request) override {
    const Json asked = Json::parse(request);
    Json rows = Json::array();
    for (const Json& field : asked["serviceFields"].items()) {
      const std::string& suggestion = field["suggestion"].text();
      Json row = Json::object({{"serviceAttribute", field["serviceAttribute"]},
                               {"active", true},
                               {"required", field["required"].boolean()},
                               {"dataType", field["dataType"]}});
      row.set("field", known(asked["hostFields"], suggestion) ? Json(suggestion) : Json());
      rows.push(std::move(row.set("key", capitals(field["serviceAttribute"].text()))));
    }
    return Json::object({{"rows", rows}}).dump();
  }

  std::string validate(const Call&, std::string_view request) override {
    const Json asked = Json::parse(request);
    Json rows = Json::array();
    for (const Json& given : asked["rows"].items()) {
      Json row = given;
      rows.push(std::move(row.set("key", capitals(given["serviceAttribute"].text()))));
    }
    return Json::object({{"rows", rows}, {"problems", Json::array()}}).dump();
  }
};

}  // namespace

STEPGATE_PLUGIN(mapping<FixtureMapping>("fixture-mapping", "1.0.0", "Capitals",
                                        "mapping:fixture-capitals"));
