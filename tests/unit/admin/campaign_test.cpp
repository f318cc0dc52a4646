// Campaigns and their runs over the API.
#include <thread>

#include "service_room.hpp"
#include "store/run_repository.hpp"

namespace stepgate::admin::testing {
namespace {

class CampaignsApi : public ServiceTest {
 protected:
  CampaignsApi() {
    activate();
    import("id,email,country\n1,a@x.example,France\n2,b@x.example,Finland\n3,c@x.example,\n");
  }
  Answer create(const std::string& name, const std::string& audience = R"({"all": true})") {
    return post("/api/v1/campaigns", R"({"name": ")" + name + R"(", "service": "Codes",
      "parameters": {"codeFormat": "alpha2"}, "audience": )" +
                                         audience + "}");
  }
};

TEST_F(CampaignsApi, AreStoredChangedAndRemoved) {
  const auto made = create("Clean up");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.json["service"]["name"].as_string(), "Codes");
  EXPECT_EQ(create("clean UP").refusal(), "409 NAME_TAKEN");
  const auto path = "/api/v1/campaigns/Clean%20up";
  EXPECT_EQ(get(path).json, made.json);
  EXPECT_EQ(put(path, R"({"chunkPeople": 10})").json["chunkPeople"].as_int(), 10);
  EXPECT_EQ(put(path, R"({"chunkPeople": 100000})").refusal(), "422 CHUNK_SIZE_INVALID");
  EXPECT_TRUE(put(path, R"({"chunkPeople": null})").json["chunkPeople"].is_null());
  EXPECT_EQ(put(path, R"({"service": "Codes"})").refusal(), "422 BODY_MEMBER_UNKNOWN");
  EXPECT_EQ(get("/api/v1/campaigns").json["total"].as_int(), 1);
  EXPECT_EQ(remove("/api/v1/services/Codes").refusal(), "409 SERVICE_IN_USE");
  EXPECT_EQ(remove(path).status, 204);
  EXPECT_EQ(get(path).refusal(), "404 CAMPAIGN_NOT_FOUND");
}

TEST_F(CampaignsApi, AudiencesAndParametersAreChecked) {
  EXPECT_EQ(create("A", R"({"ids": [1, "x"]})").refusal(), "422 AUDIENCE_INVALID");
  EXPECT_EQ(create("A", R"({"where": "contry=x"})").refusal(), "422 FIELD_UNKNOWN");
  const auto wrong = post("/api/v1/campaigns",
                          R"({"name": "A", "service": 1, "parameters": {"codeFormatt": "x"}})");
  EXPECT_EQ(wrong.refusal(), "422 PARAMETER_UNKNOWN");
  EXPECT_EQ(wrong.json["errors"].at(0)["parameter"].as_string(), "codeFormatt");
  std::string ids = "[1";
  for (int i = 2; i <= 300'000; ++i) ids += "," + std::to_string(i);
  const auto many = create("Many", R"({"ids": )" + ids + "]}");
  EXPECT_EQ(many.status, 201) << many.body;
  EXPECT_EQ(many.json["audience"]["ids"].as_int(), 300'000);
}

TEST_F(CampaignsApi, RunsAreStartedShownAndAborted) {
  create("Clean up", R"({"ids": [1, 2, 99]})");
  const auto started = post("/api/v1/campaigns/Clean%20up/run");
  ASSERT_EQ(started.status, 201) << started.body;
  EXPECT_EQ(started.json["people"].as_int(), 2);
  EXPECT_EQ(started.json["unknownIds"].as_int(), 1);
  const auto path = "/api/v1/runs/" + std::to_string(started.json["run"].as_int());
  Json chunks;
  for (int i = 0; i < 1000; ++i) {
    chunks = get(path + "/chunks?state=accepted").json;
    if (chunks["items"].size() > 0) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_EQ(chunks["items"].size(), 1U) << get(path + "/chunks").body;
  EXPECT_EQ(service_.submits.load(), 1);
  EXPECT_EQ(get(path + "/chunks?state=closed").json["items"].size(), 0U);
  EXPECT_EQ(get(path + "/chunks?state=open").json["items"].size(), 1U);
  EXPECT_EQ(get(path + "/chunks?state=odd").refusal(), "422 QUERY_INVALID");
  const auto chunk = get(path + "/chunks/1").json;
  ASSERT_GE(chunk["trace"].size(), 2U) << chunk.dump();
  EXPECT_EQ(chunk["trace"].at(0)["kind"].as_string(), "request");
  EXPECT_EQ(chunk.dump().find(TestService::kKey), std::string::npos);
  EXPECT_EQ(get(path + "/chunks/2").refusal(), "404 CHUNK_NOT_FOUND");
  const auto run = get(path).json;
  EXPECT_EQ(run["state"].as_string(), "running");
  EXPECT_EQ(run["open"].as_int(), 2);
  EXPECT_EQ(get("/api/v1/runs?campaign=clean%20up").json["items"].at(0)["id"], run["id"]);
  EXPECT_EQ(get("/api/v1/runs?limit=1").json["items"].size(), 1U);
  EXPECT_EQ(get("/api/v1/status").json["runs"]["running"].as_int(), 1);
  EXPECT_EQ(remove("/api/v1/campaigns/Clean%20up").refusal(), "409 CAMPAIGN_IN_USE");
  EXPECT_EQ(post(path + "/abort").json["state"].as_string(), "aborting");
  // What was accepted may still be answered: until then the run is not over.
  for (int i = 0; i < 1000 && get(path).json["state"].as_string() == "running"; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_EQ(get(path).json["state"].as_string(), "aborting");
  const auto csv = get(path + "/results?format=csv");
  EXPECT_EQ(csv.header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_THAT(csv.body, ::testing::StartsWith("person,outcome,code,reason,chunk\n"));
  EXPECT_EQ(get(path + "/results?failed=true&limit=1").status, 200);
}

TEST_F(CampaignsApi, RunsThatEndedAreNotAborted) {
  create("Clean up");
  const auto run = post("/api/v1/campaigns/Clean%20up/run").json["run"].as_int();
  const auto path = "/api/v1/runs/" + std::to_string(run);
  for (const auto from : {flow::RunState::running, flow::RunState::paused})
    if (db().runs().set_state(run, from, flow::RunState::done)) break;
  EXPECT_EQ(get(path).json["state"].as_string(), "done");
  EXPECT_EQ(post(path + "/abort").refusal(), "409 RUN_ENDED");
}

TEST_F(CampaignsApi, StatisticsCountWhatWasExchanged) {
  create("Clean up");
  post("/api/v1/campaigns/Clean%20up/run");
  Json items;
  for (int i = 0; i < 1000; ++i) {
    items = get("/api/v1/services/Codes/statistics?level=chunk&bucket=day").json["items"];
    if (items.size() > 0) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_GT(items.size(), 0U);
  EXPECT_EQ(items.at(0)["service"]["name"].as_string(), "Codes");
  EXPECT_EQ(items.at(0)["level"].as_string(), "chunk");
  EXPECT_GT(items.at(0)["n"].as_int(), 0);
  EXPECT_EQ(get("/api/v1/statistics?service=Codes&level=chunk&bucket=day").json["items"].size(),
            items.size());
  EXPECT_EQ(get("/api/v1/statistics?until=2020-01-01").json["items"].size(), 0U);
}

}  // namespace
}  // namespace stepgate::admin::testing
