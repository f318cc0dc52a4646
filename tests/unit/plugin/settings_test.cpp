// plugin.<component>.<key>: checked against what the component declares; a bad value refuses the
// plugin, not the host.
#include "plugin/settings.hpp"

#include "plugin/schema.hpp"
#include "plugin_room.hpp"

namespace stepgate::plugin {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view kSchema = R"({
  "limit": {"type": "integer", "minimum": 1, "maximum": 9, "default": 3},
  "ratio": {"type": "number"},
  "loud": {"type": "boolean", "default": false},
  "mode": {"type": "string", "values": ["fast", "safe"], "default": "safe"}})";

std::string outcome(const SettingTexts& given, std::string_view schema = kSchema) {
  try {
    return check_settings("acme", parse_schema("acme", schema), given).dump();
  } catch (const Refuse& refuse) {
    return std::string(to_string(refuse.code)) + ": " + refuse.fact + ". " + refuse.remedy;
  }
}

TEST(Settings, DefaultsAndTexts) {
  EXPECT_EQ(outcome({}), R"({"limit":3,"loud":false,"mode":"safe"})");
  EXPECT_EQ(outcome({{"limit", " 9 "}, {"ratio", "0.5"}, {"loud", "Yes"}, {"mode", "fast"}}),
            R"({"limit":9,"ratio":0.5,"loud":true,"mode":"fast"})");
}

TEST(Settings, EachFaultNamesThePropertyAndTheRemedy) {
  EXPECT_EQ(outcome({{"limit", "many"}}),
            "SETTINGS_INVALID: plugin.acme.limit: is 'many', not a number of type integer. set it "
            "to a number");
  EXPECT_EQ(outcome({{"limit", "0"}}),
            "SETTINGS_INVALID: plugin.acme.limit: is 0, below the minimum. set it to 1 or more");
  EXPECT_EQ(outcome({{"limit", "10"}}),
            "SETTINGS_INVALID: plugin.acme.limit: is 10, above the maximum. set it to 9 or less");
  EXPECT_EQ(
      outcome({{"loud", "perhaps"}}),
      "SETTINGS_INVALID: plugin.acme.loud: is 'perhaps', not a boolean. set it to true or false");
  EXPECT_EQ(outcome({{"mode", "odd"}}),
            "SETTINGS_INVALID: plugin.acme.mode: is 'odd', which is none of its values. set it to "
            "one of: fast, safe");
  EXPECT_EQ(outcome({{"limt", "3"}}),
            "SETTINGS_INVALID: plugin.acme.limt: is no setting of the component. did you mean "
            "plugin.acme.limit?");
  EXPECT_EQ(outcome({{"a", "3"}}, "{}"),
            "SETTINGS_INVALID: plugin.acme.a: is no setting of the component. remove it: the "
            "component has no settings");
}

TEST(Settings, SchemasAreUntrusted) {
  for (const std::string_view schema :
       {"[]", "{", "3", R"({"a": 3})", R"({"a": {}})",
        R"({"a": {"type": "integer", "default": "x"}})",
        R"({"a": {"type": "integer", "minimum": "x"}})",
        R"({"a": {"type": "string", "values": [1]}})", R"({"": {"type": "string"}})"}) {
    EXPECT_THAT(outcome({}, schema),
                HasSubstr("COMPONENT_INVALID: component acme: settings_schema"))
        << schema;
  }
}

class PluginSettings : public PluginRoom {};

TEST_F(PluginSettings, ReachThePlugin) {
  put("fixture_auth");
  auto with = options();
  with.settings["fixture-auth"] = {{"prefix", "p:"}};
  const auto host = this->host(with);
  const Json request = Json::object({{"credential", Json::object({{"apiKey", "s"}})}});
  EXPECT_EQ(host->auth("auth:fixture").grant({}, request)["headers"]["X-Fixture-Key"].as_string(),
            "p:s");
}

TEST_F(PluginSettings, ABadValueRefusesThePluginOnly) {
  const fs::path file = put("settings");
  put("good");
  auto with = options();
  with.settings["fixture-settings"] = {{"mode", "odd"}};
  with.settings["nobody"] = {{"key", "1"}};
  const auto host = this->host(with);
  EXPECT_EQ(code_of(*host, file), "SETTINGS_INVALID");
  EXPECT_THAT(loaded_ids(*host), ElementsAre("fixture-good"));
  EXPECT_THAT(host->unused_settings(),
              ElementsAre("plugin.fixture-settings.mode", "plugin.nobody.key"));
  with.settings["fixture-settings"] = {{"mode", "fast"}};
  EXPECT_THAT(loaded_ids(*this->host(with)), ElementsAre("fixture-good", "fixture-settings"));
}

}  // namespace
}  // namespace stepgate::plugin
