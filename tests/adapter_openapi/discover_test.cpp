#include "adapter_room.hpp"

namespace stepgate::adapter_test {
namespace {

using Discover = AdapterRoom;

constexpr const char* kYaml = R"(openapi: 3.0.1
info: {title: Test, x-providerName: P, x-schemaVersion: 1.0.0, x-supportContact: a@b.c}
security: [{key: []}]
paths: {/submitAsyncAction: {}, /getServiceDefinition: {}, /status: {}}
components: {securitySchemes: {key: {type: apiKey, in: header, name: k}}}
)";

Json request(bool accept_no_security = false) {
  return Json::object({{"url", "http://h/openapi.yaml"}, {"acceptNoSecurity", accept_no_security}});
}

TEST_F(Discover, IsServedByTheAdapter) {
  ASSERT_EQ(host().list().loaded.size(), 1u);
  EXPECT_EQ(provider().info().id, "adapter-openapi");
  EXPECT_TRUE(host().list().refused.empty());
}

TEST_F(Discover, ReadsTheDocumentWithoutCredentials) {
  door.answer(200, kYaml).final_url = "https://other/deep/openapi.yaml";
  const Json found = provider().discover(context(), request());
  EXPECT_EQ(found["kind"].as_string(), "openapi");
  EXPECT_EQ(found["title"].as_string(), "Test");
  EXPECT_EQ(found["url"].as_string(), "https://other/deep/openapi.yaml");
  EXPECT_EQ(found["baseUrl"].as_string(), "https://other/deep");
  EXPECT_EQ(found["security"]["parameter"].as_string(), "k");
  ASSERT_EQ(door.asked.size(), 1u);
  EXPECT_EQ(door.asked[0].url, "http://h/openapi.yaml");
  EXPECT_FALSE(door.asked[0].authorize);
  EXPECT_TRUE(door.asked[0].redirects);
  EXPECT_EQ(door.asked[0].timeout, 10'000);
}

TEST_F(Discover, RefusesByCode) {
  const auto outcome = [&] { return refusal([&] { provider().discover(context(), request()); }); };
  door.answer(404, "no such page");
  EXPECT_EQ(outcome(), code_status("DOCUMENT_UNREACHABLE", STEPGATE_INVALID));
  door.no_answer(STEPGATE_HTTP_NOT_SENT, "connection refused");
  EXPECT_EQ(outcome(), code_status("DOCUMENT_UNREACHABLE", STEPGATE_INVALID));
  door.answer(200, "");
  EXPECT_EQ(outcome(), code_status("DOCUMENT_UNREADABLE", STEPGATE_INVALID));
  door.answer(200, "<html>");
  EXPECT_EQ(outcome(), code_status("NOT_OPENAPI", STEPGATE_INVALID));
  door.answer(200, "swagger: '2.0'");
  EXPECT_EQ(outcome(), code_status("OPENAPI_VERSION_UNSUPPORTED", STEPGATE_INVALID));
  door.answer(200, "openapi: 3.0.0");
  EXPECT_EQ(outcome(), code_status("PATH_MISSING", STEPGATE_INVALID));
  door.answer(200, replace_all(kYaml, "security: [{key: []}]", ""));
  EXPECT_EQ(outcome(), code_status("SECURITY_MISSING", STEPGATE_INVALID));
}

TEST_F(Discover, TakesADocumentWithoutSecurityWhenToldSo) {
  door.answer(200, replace_all(kYaml, "security: [{key: []}]", ""));
  const Json found = provider().discover(context(), request(true));
  EXPECT_EQ(found["security"]["kind"].as_string(), "none");
}

TEST_F(Discover, NamesTheAnswerInTheError) {
  door.answer(503, "down\nfor today");
  try {
    provider().discover(context(), request());
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.fact().find("http://h/openapi.yaml answered 503: down for today"),
              std::string::npos)
        << error.fact();
  }
}

TEST_F(Discover, AServiceWithoutABaseIsRefused) {
  EXPECT_EQ(refusal([&] { session(Json::object(), {}, ""); }),
            code_status("SERVICE_INVALID", STEPGATE_INVALID));
}

}  // namespace
}  // namespace stepgate::adapter_test
