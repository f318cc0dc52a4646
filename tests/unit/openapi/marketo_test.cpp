// Each rule of Marketo's installer, broken once (docs/protocol.md section 1).
#include "sample.hpp"

namespace stepgate::openapi {
namespace {

using testing::at;

struct Row {
  const char* code;
  void (*change)(Json& document);
  const char* where;
};

Json& content_of(Json& document, const char* path, const char* method) {
  return at(document, {"paths", path, method, "responses", "200", "content"});
}

const Row kRows[] = {
    {"SUBMIT_WITHOUT_BODY",
     [](Json& d) {
       at(d, {"paths", "/submitAsyncAction", "post"}).erase("requestBody");
     },
     "/paths/~1submitAsyncAction/post/requestBody"},
    {"SUBMIT_WITHOUT_CALLBACKS",
     [](Json& d) {
       at(d, {"paths", "/submitAsyncAction", "post"}).erase("callbacks");
     },
     "/paths/~1submitAsyncAction/post/callbacks"},
    {"SUBMIT_RESPONSES_MISSING",
     [](Json& d) {
       at(d, {"paths", "/submitAsyncAction", "post", "responses"}).erase("429");
     },
     "/paths/~1submitAsyncAction/post/responses"},
    {"ANSWER_SCHEMA",
     [](Json& d) {
       content_of(d, "/getServiceDefinition", "get") =
           Json::parse(R"({"application/json": {"schema": {"type": "object"}}})");
     },
     "/paths/~1getServiceDefinition/get/responses/200"},
    {"ANSWER_SCHEMA",
     [](Json& d) {
       content_of(d, "/status", "get") = Json::parse(
           R"({"application/json": {"schema": {"$ref": "#/components/schemas/other"}}})");
     },
     "/paths/~1status/get/responses/200"},
    {"ANSWER_SCHEMA", [](Json& d) { content_of(d, "/getPicklist", "post") = Json::object(); },
     "/paths/~1getPicklist/post/responses/200"},
    {"ANSWER_CONTENT_TYPE",
     [](Json& d) { content_of(d, "/brandIcon", "get") = Json::parse(R"({"text/plain": {}})"); },
     "/paths/~1brandIcon/get/responses/200"},
    {"ANSWER_CONTENT_TYPE",
     [](Json& d) { content_of(d, "/serviceIcon", "get") = Json::parse(R"({"image/png": {}})"); },
     "/paths/~1serviceIcon/get/responses/200"},
    {"ANSWER_CONTENT_TYPE",
     [](Json& d) { content_of(d, "/providerInstructions", "get") = Json::object(); },
     "/paths/~1providerInstructions/get/responses/200"},
    {"SCHEMAS_MISSING", [](Json& d) { at(d, {"components"}).erase("schemas"); },
     "/components/schemas"},
    {"INFO_FIELD_MISSING", [](Json& d) { at(d, {"info"}).erase("x-providerName"); },
     "/info/x-providerName"},
    {"INFO_FIELD_MISSING", [](Json& d) { at(d, {"info"}).erase("x-schemaVersion"); },
     "/info/x-schemaVersion"},
    {"INFO_FIELD_MISSING", [](Json& d) { at(d, {"info"}).erase("x-supportContact"); },
     "/info/x-supportContact"},
    {"OPENAPI_3_1", [](Json& d) { at(d, {"openapi"}) = "3.1.0"; }, "/openapi"},
};

TEST(Marketo, TakesTheSample) {
  EXPECT_EQ(testing::discover_json(testing::sample())["findings"].dump(), "[]");
}

TEST(Marketo, EachRuleIsOneWarning) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.where);
    Json document = testing::sample();
    row.change(document);
    const Json found = testing::discover_json(document);
    ASSERT_EQ(found["findings"].size(), 1u) << found["findings"].dump();
    const Json& one = found["findings"].at(0);
    EXPECT_EQ(one["code"].as_string(), row.code);
    EXPECT_EQ(one["where"].as_string(), row.where);
    EXPECT_EQ(one["severity"].as_string(), "warning");
    EXPECT_TRUE(one["marketoRefuses"].as_bool());
    EXPECT_FALSE(one["message"].as_string().empty());
    EXPECT_FALSE(one["remedy"].as_string().empty());
  }
}

TEST(Marketo, NamesEachMissingResponse) {
  Json document = testing::sample();
  at(document, {"paths", "/submitAsyncAction", "post", "responses"}) =
      Json::parse(R"({"200": {}})");
  const Json found = testing::discover_json(document);
  const std::string& message =
      testing::finding(found, "SUBMIT_RESPONSES_MISSING")["message"].as_string();
  EXPECT_NE(message.find("201, 400, 401, 403, 429, 500"), std::string::npos) << message;
}

TEST(Marketo, OddPathsAreNotLookedInto) {
  Json document = testing::sample();
  at(document, {"paths", "/other"}) = Json::parse(R"({"get": "nonsense"})");
  at(document, {"paths", "/submitAsyncAction", "post", "operationId"}) = "";
  EXPECT_EQ(testing::discover_json(document)["findings"].size(), 0u);
}

TEST(Marketo, AMissingMethodIsSaid) {
  Json document = testing::sample();
  at(document, {"paths", "/submitAsyncAction"}) = Json::parse(R"({"get": {}})");
  EXPECT_TRUE(testing::finding(testing::discover_json(document), "METHOD_MISSING").is_object());
}

}  // namespace
}  // namespace stepgate::openapi
