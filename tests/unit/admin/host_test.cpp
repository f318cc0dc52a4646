// Health, status, fields, plugins.
#include <filesystem>
#include <fstream>

#include "admin_fixture.hpp"

namespace stepgate::admin::testing {
namespace {

using Host = AdminTest;

TEST_F(Host, IsWell) {
  token_ = "";
  const auto answer = get("/healthz");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"status":"ok"})");
}

TEST_F(Host, TellsItsState) {
  import("id,email\n1,a@x.example\n2,b@x.example\n");
  const auto json = get("/api/v1/status").json;
  EXPECT_EQ(json["version"].as_string(), "1.2.3");
  EXPECT_EQ(json["abi"].as_string(), "0.1");
  EXPECT_EQ(json["apiUrl"].as_string(), url());
  EXPECT_EQ(json["people"].as_int(), 2);
  EXPECT_EQ(json["services"]["active"].as_int(-1), 0);
  EXPECT_EQ(json["chunksInFlight"].as_int(-1), 0);
  EXPECT_TRUE(json["store"]["ok"].as_bool());
  EXPECT_GT(json["store"]["bytes"].as_int(), 0);
  EXPECT_EQ(json["store"]["synchronous"].as_string(), "NORMAL");
  EXPECT_EQ(json.dump().find(kToken), std::string::npos);
}

TEST_F(Host, AddsFields) {
  const auto added = post("/api/v1/fields", R"({"name": "region", "dataType": "string"})");
  EXPECT_EQ(added.status, 201);
  EXPECT_EQ(
      added.body,
      R"({"name":"region","label":"region","dataType":"string","standard":false,"readOnly":false})");
  EXPECT_EQ(post("/api/v1/fields", R"({"name": "Region", "dataType": "string"})").refusal(),
            "409 FIELD_EXISTS");
  EXPECT_EQ(post("/api/v1/fields", R"({"name": "x", "dataType": "blob"})").refusal(),
            "422 DATA_TYPE_UNKNOWN");
  EXPECT_EQ(post("/api/v1/fields", R"({"name": "x"})").refusal(), "422 DATA_TYPE_UNKNOWN");
  EXPECT_EQ(post("/api/v1/fields", R"({"name": "1x", "dataType": "string"})").refusal(),
            "422 FIELD_NAME_INVALID");
  const auto list = get("/api/v1/fields").json;
  EXPECT_EQ(list["items"].size(), static_cast<std::size_t>(list["total"].as_int()));
  EXPECT_EQ(list["items"].items().back()["name"].as_string(), "region");
}

TEST_F(Host, CutsPagesOutOfShortLists) {
  const auto all = get("/api/v1/fields").json;
  std::vector<Json> collected;
  std::string after;
  for (int pages = 0; pages < 100; ++pages) {
    const auto page = get("/api/v1/fields?limit=7" + after).json;
    EXPECT_LE(page["items"].size(), 7U);
    for (const auto& item : page["items"].items()) collected.push_back(item);
    if (page["next"].is_null()) break;
    after = "&after=" + page["next"].as_string();
  }
  EXPECT_EQ(collected, all["items"].items());
  EXPECT_EQ(get("/api/v1/fields?after=100000").json["items"].size(), 0U);
}

TEST_F(Host, ListsPluginsLoadedAndRefused) {
  const auto drop = folder_.path() / "drop";
  std::filesystem::create_directory(drop);
  std::filesystem::copy_file(std::filesystem::path(STEPGATE_PLUGINS) / "auth-api-key.so",
                             drop / "auth-api-key.so");
  plugins_->scan({drop});
  std::ofstream(drop / "broken.so") << "no library";
  EXPECT_EQ(get("/api/v1/plugins").json["refused"].size(), 0U);
  const auto json = post("/api/v1/plugins/rescan").json;
  ASSERT_EQ(json["loaded"].size(), 1U);
  const auto& component = json["loaded"].at(0)["components"].at(0);
  EXPECT_EQ(component["kind"].as_string(), "auth");
  EXPECT_GT(component["serves"].size(), 0U);
  ASSERT_EQ(json["refused"].size(), 1U);
  EXPECT_EQ(json["refused"].at(0)["code"].as_string(), "NOT_ELF");
  EXPECT_FALSE(json["refused"].at(0)["remedy"].as_string().empty());
  EXPECT_EQ(get("/api/v1/plugins").json, json);
}

}  // namespace
}  // namespace stepgate::admin::testing
