// What real definitions do otherwise, one by one (docs/protocol.md section 3).
#include "definition_sample.hpp"

namespace stepgate::protocol::testing {
namespace {

Json with(std::initializer_list<std::string_view> path, const char* json) {
  Json one = definition();
  at(one, path) = Json::parse(json);
  return describe(one);
}

TEST(Tolerance, UserDrivenIgnoresFields) {
  Json one = definition();
  at(one, {"invocationPayloadDef", "userDrivenMapping"}) = true;
  const Json described = describe(one);
  EXPECT_EQ(described["outgoing"].dump(), R"({"userDriven":true,"fields":[]})");
  EXPECT_FALSE(described["incoming"]["userDriven"].as_bool(true));
  EXPECT_EQ(described["incoming"]["fields"].size(), 1u);
  EXPECT_EQ(codes(described), "FIELDS_IGNORED");
}

TEST(Tolerance, IsRequiredBesideRequired) {
  const Json described = with(
      {"invocationPayloadDef", "flowAttributes"},
      R"([{"apiName": "codeFormat", "dataType": "string", "isRequired": true}, {"apiName": "b", "dataType": "string", "required": "true"}])");
  EXPECT_TRUE(described["flowAttributes"].at(0)["required"].as_bool());
  EXPECT_TRUE(described["flowAttributes"].at(1)["required"].as_bool());
  const Json field = with(
      {"invocationPayloadDef", "fields"},
      R"([{"serviceAttribute": "a", "dataType": "date", "description": "x", "isRequired": true}])");
  EXPECT_TRUE(field["outgoing"]["fields"].at(0)["required"].as_bool());
  EXPECT_EQ(codes(described), "IS_REQUIRED_FOR_REQUIRED");
  EXPECT_EQ(codes(field), "DESCRIPTION_PLAIN IS_REQUIRED_FOR_REQUIRED");
  EXPECT_EQ(field["outgoing"]["fields"].at(0)["description"].dump(), R"({"en_US":"x"})");
}

TEST(Tolerance, PicklistUrlMeansPicklist) {
  const Json described = with(
      {"invocationPayloadDef", "flowAttributes"},
      R"([{"apiName": "codeFormat", "dataType": "string", "picklistUrl": "/x"}, {"apiName": "b", "dataType": "string", "enforcePicklistSelect": true}])");
  EXPECT_TRUE(described["flowAttributes"].at(0)["hasPicklist"].as_bool());
  EXPECT_FALSE(described["flowAttributes"].at(1)["enforcePicklist"].as_bool(true));
  EXPECT_EQ(codes(described), "PICKLIST_URL_FOR_FLAG ENFORCED_WITHOUT_PICKLIST");
}

TEST(Tolerance, DisplayNameAndPlainTexts) {
  const Json described = with(
      {"invocationPayloadDef", "flowAttributes"},
      R"([{"apiName": "codeFormat", "dataType": "string", "i18n": {"en_us": {"displayName": "F"}}, "description": "plain"},
          {"apiName": "b", "dataType": "string", "i18n": "B", "description": {"fr_FR": "mot"}},
          {"apiName": "c", "dataType": "string", "i18n": {"en": "C"}},
          {"apiName": "d", "dataType": "string", "displayName": "D"}])");
  const auto labels = [&](std::size_t i) {
    return described["flowAttributes"].at(i)["labels"].dump();
  };
  EXPECT_EQ(
      labels(0),
      R"({"en_us":{"name":"F","description":"","tooltip":""},"en_US":{"name":"","description":"plain","tooltip":""}})");
  EXPECT_EQ(
      labels(1),
      R"({"en_US":{"name":"B","description":"","tooltip":""},"fr_FR":{"name":"","description":"mot","tooltip":""}})");
  EXPECT_EQ(labels(2), R"({"en":{"name":"C","description":"","tooltip":""}})");
  EXPECT_EQ(codes(described), "DISPLAY_NAME_FOR_NAME DESCRIPTION_PLAIN");
  EXPECT_EQ(labels(3), R"({"en_US":{"name":"D","description":"","tooltip":""}})");
}

TEST(Tolerance, TypesOfOldDocuments) {
  const Json described = with(
      {"invocationPayloadDef", "globalAttributes"},
      R"([{"apiName": "a", "dataType": "phone"}, {"apiName": "b", "dataType": "Integer"}, {"apiName": "c", "dataType": "number"}, {"apiName": "d"}])");
  const Json& list = described["globalAttributes"];
  EXPECT_EQ(list.at(0)["dataType"].as_string(), "string");
  EXPECT_EQ(list.at(1)["dataType"].as_string(), "integer");
  EXPECT_EQ(list.at(2)["dataType"].as_string(), "string");
  EXPECT_EQ(codes(described),
            "DATA_TYPE_UNKNOWN DATA_TYPE_UNKNOWN DATA_TYPE_OUTDATED DATA_TYPE_CAPITALS");
}

TEST(Tolerance, ReservedNames) {
  const Json described = with(
      {"callbackPayloadDef", "attributes"},
      R"([{"apiName": "success", "dataType": "boolean"}, {"apiName": "reason", "dataType": "string"},
               {"apiName": "errorCode", "dataType": "string"}, {"apiName": "kept", "dataType": "string"}])");
  EXPECT_EQ(described["activityAttributes"].size(), 1u);
  EXPECT_EQ(codes(described),
            "ATTRIBUTE_NAME_RESERVED ATTRIBUTE_NAME_RESERVED ATTRIBUTE_NAME_RESERVED");
  EXPECT_TRUE(described["findings"].at(0)["marketoRefuses"].as_bool());
  EXPECT_EQ(described["findings"].at(0)["severity"].as_string(), "warning");
  EXPECT_EQ(described["findings"].at(0)["where"].as_string(), "/callbackPayloadDef/attributes/0");
}

TEST(Tolerance, OverlapOfThePrimaryAttribute) {
  Json one = definition();
  at(one, {"invocationPayloadDef", "flowAttributes"})
      .push(Json::parse(R"({"apiName": "both", "dataType": "string"})"));
  at(one, {"callbackPayloadDef", "attributes"}) = Json::parse(
      R"([{"apiName": "codeFormat", "dataType": "string"}, {"apiName": "both", "dataType": "string"}])");
  const Json described = describe(one);
  ASSERT_EQ(described["activityAttributes"].size(), 1u);
  EXPECT_EQ(described["activityAttributes"].at(0)["name"].as_string(), "both");
  EXPECT_EQ(codes(described), "PRIMARY_ATTRIBUTE_OVERLAP ATTRIBUTE_OVERLAP");
  EXPECT_TRUE(described["findings"].at(0)["marketoRefuses"].as_bool());
  EXPECT_FALSE(described["findings"].at(1)["marketoRefuses"].as_bool());
}

TEST(Tolerance, OddFields) {
  const Json described = with(
      {"invocationPayloadDef", "fields"},
      R"([{"dataType": "string", "description": "x"}, {"serviceAttribute": "id", "dataType": "integer", "description": "x"},
               {"serviceAttribute": "a", "dataType": "string"}, {"serviceAttribute": "a", "dataType": "integer", "description": "x"}, 5])");
  EXPECT_EQ(described["outgoing"]["fields"].size(), 1u);
  EXPECT_EQ(described["outgoing"]["fields"].at(0)["dataType"].as_string(), "string");
  EXPECT_EQ(codes(described),
            "FIELD_WITHOUT_NAME FIELD_NAME_RESERVED FIELD_WITHOUT_DESCRIPTION NAME_TWICE "
            "FIELD_WITHOUT_NAME DESCRIPTION_PLAIN");
}

TEST(Tolerance, Headers) {
  Json one = definition();
  at(one, {"invocationPayloadDef", "headers"}) = Json::parse(
      R"({"x-a": {"description": "d"}, "Host": {}, "x-key": {"hasPicklist": true}, "bad name": null})");
  const Json described = describe(one, "X-Key");
  ASSERT_EQ(described["headers"].size(), 1u);
  EXPECT_EQ(described["headers"].at(0)["name"].as_string(), "x-a");
  EXPECT_EQ(codes(described),
            "HEADER_NAME_INVALID HEADER_NAME_INVALID HEADER_NAME_INVALID DESCRIPTION_PLAIN "
            "LIST_AS_OBJECT");
}

TEST(Tolerance, NestedInAWholeDocument) {
  const Json document = Json::object(
      {{"openapi", "3.0.1"},
       {"components",
        Json::parse(
            R"({"schemas": {"serviceDefinition": {"properties": {"apiName": {"type": "string"},
          "invocationPayloadDef": {"type": "object"}}}}})")},
       {"x", Json::array({Json::object({{"a/b", definition()}})})}});
  const Json described = describe(document);
  EXPECT_EQ(described["apiName"].as_string(), "country-codes");
  EXPECT_EQ(described["findings"].at(0)["code"].as_string(), "DEFINITION_NESTED");
  EXPECT_EQ(described["findings"].at(0)["where"].as_string(), "/x/0/a~1b");
}

TEST(Tolerance, LeftoversOfOlderVersions) {
  Json one = definition();
  at(one, {"provider"}) = "x";
  at(one, {"authSetting"}) = Json::object();
  at(one, {"invocationEndpoint"}) = "/x";
  at(one, {"brandIcon"}) = true;
  at(one, {"cabundle"}) = Json();
  at(one, {"caBundle"}) = Json();
  const Json described = describe(one);
  EXPECT_TRUE(described["caBundle"].is_null());
  EXPECT_EQ(codes(described), "MEMBERS_OUTDATED");
}

TEST(Tolerance, MissingPartsThatCanBeLivedWith) {
  Json one = definition();
  one.erase("i18n");
  one.erase("callbackPayloadDef");
  const Json described = describe(one);
  EXPECT_EQ(described["names"].dump(), "{}");
  EXPECT_EQ(described["incoming"].dump(), R"({"userDriven":false,"fields":[]})");
  EXPECT_EQ(codes(described), "DEFINITION_PART_MISSING DEFINITION_PART_MISSING");
}

TEST(Tolerance, OddLists) {
  Json one = definition();
  at(one, {"invocationPayloadDef", "globalAttributes"}) = "none";
  at(one, {"invocationPayloadDef", "headers"}) = Json();
  at(one, {"callbackPayloadDef", "attributes"}) = Json::parse(
      R"([{"i18n": {}}, null, {"apiName": "x", "dataType": "text"}, {"apiName": "x", "dataType": "text"}])");
  const Json described = describe(one);
  EXPECT_EQ(described["activityAttributes"].size(), 1u);
  EXPECT_EQ(codes(described), "LIST_EXPECTED NAME_MISSING NAME_MISSING NAME_TWICE");
}

TEST(Tolerance, TokenNamesAreTheKeysOnTheWireAsTheyAreDeclared) {
  const Json described = with({"invocationPayloadDef", "myTokenContext"},
                              R"(["a", "{{my.Event Date}}", "my.b", "", {}])");
  EXPECT_EQ(described["contexts"]["myTokens"].dump(), R"(["a","{{my.Event Date}}","my.b"])");
}

TEST(Tolerance, CommentsAndAByteOrderMark) {
  const std::string body = "\xEF\xBB\xBF# made by hand\n" + std::string(kDefinition);
  EXPECT_EQ(read_definition(body, "s")["apiName"].as_string(), "country-codes");
}

TEST(Tolerance, ManyEntriesAreBounded) {
  Json list = Json::array();
  for (int i = 0; i < 2000; ++i) {
    list.push(Json::object({{"apiName", "a" + std::to_string(i)}, {"dataType", "string"}}));
  }
  Json one = definition();
  at(one, {"invocationPayloadDef", "globalAttributes"}) = list;
  const Json described = describe(one);
  EXPECT_EQ(described["globalAttributes"].size(), 500u);
  EXPECT_EQ(codes(described), "LIST_TOO_LONG");
}

}  // namespace
}  // namespace stepgate::protocol::testing
