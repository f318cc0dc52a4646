// Campaigns and their runs: what is refused leaves them as they were, and what a service lost since
// keeps a run from starting.
#include <thread>

#include "campaign_room.hpp"

namespace stepgate::campaign::testing {
namespace {

using Life = CampaignTest;

TEST_F(Life, OnlyActiveServicesTakeNewCampaigns) {
  install("Draft");
  auto draft = request("A");
  draft.set("service", "draft");
  EXPECT_EQ(code_of([&] { campaigns_->create(draft); }), "SERVICE_NOT_ACTIVE");
  const auto before = create("Before");
  onboarding_->retire(codes_);
  EXPECT_EQ(refusal("A"), "SERVICE_RETIRED");
  EXPECT_EQ(campaigns_->run(before)["people"].as_int(), 5) << "those that use it run on";
  draft.set("service", "Codas");
  EXPECT_EQ(code_of([&] { campaigns_->create(draft); }), "SERVICE_NOT_FOUND");
}

TEST_F(Life, ParametersAreKeptAsChecked) {
  onboarding_->picklists(codes_, true);
  EXPECT_EQ(refusal("A", R"(, "chunkPeople": 1001)"), "CHUNK_SIZE_INVALID");
  auto wrong = request("A");
  wrong.set("parameters", Json::parse(R"({"codeFormat": "alpha9"})"));
  EXPECT_EQ(code_of([&] { campaigns_->create(wrong); }), "PARAMETER_NOT_A_CHOICE");
  wrong.set("parameters", Json::parse(R"({"codeFormat": "two letters"})"));
  EXPECT_EQ(campaigns_->create(wrong)["parameters"]["codeFormat"].as_string(), "alpha2");
}

TEST_F(Life, AChangeThatIsRefusedChangesNothing) {
  const auto id = create("A");
  create("B");
  const auto before = campaigns_->show(id);
  for (const auto* change : {R"({"name": "b"})", R"({"name": " "})", R"({"chunkPeople": -1})",
                             R"({"name": "C", "parameters": {"x": 1}})",
                             R"({"name": "C", "audience": {"where": "x"}})"}) {
    EXPECT_NE(code_of([&] { campaigns_->update(id, Json::parse(change)); }), "") << change;
    EXPECT_EQ(campaigns_->show(id), before) << change;
  }
}

TEST_F(Life, ARunKeepsTheNameOfItsCampaign) {
  const auto id = create("Spring");
  const auto run = campaigns_->run(id)["run"].as_int();
  const auto state = [&] { return db().runs().get(run).row.state; };
  while (!db().runs().set_state(run, state(), flow::RunState::aborted)) std::this_thread::yield();
  campaigns_->remove(id);
  EXPECT_EQ(db().runs().get(run).campaign_name, "Spring");
}

TEST_F(Life, NamesAreOneLineOfText) {
  for (const auto* bad : {R"(A\u0007)", R"(A\nB)", R"(A\u001b[31m)", R"(A\u007f)"}) {
    EXPECT_EQ(refusal(bad), "NAME_INVALID") << bad;
    const auto credential = Json::parse(R"({"name": ")" + std::string(bad) +
                                        R"(", "kind": "apiKey", "inputs": {"apiKey": "x"}})");
    EXPECT_EQ(code_of([&] { onboarding_->add_credential(credential); }), "NAME_INVALID") << bad;
  }
  EXPECT_EQ(refusal(std::string(256, 'x')), "NAME_INVALID");
}

TEST_F(Life, ARunIsNotStartedIntoAPausedOrUnloadedService) {
  const auto id = create("A");
  catalog_->pause(codes_, "CREDENTIALS_REFUSED");
  EXPECT_EQ(code_of([&] { campaigns_->run(id); }), "SERVICE_PAUSED");
  onboarding_->resume(codes_);
  auto row = db().services().get(codes_);
  row.provider = "nobody";
  db().services().update(row);
  onboarding_->configure(codes_, Json::object());
  EXPECT_EQ(code_of([&] { campaigns_->run(id); }), "ADAPTER_NOT_LOADED");
  EXPECT_TRUE(db().runs().list(0, 0, 10).empty());
}

TEST_F(Life, ParametersThatNoLongerFitKeepARunFromStarting) {
  const auto id = create("A");
  auto json = protocol::testing::definition();
  json.erase("caBundle");
  protocol::testing::at(json, {"invocationPayloadDef", "flowAttributes"}) =
      Json::parse(R"([{"apiName": "other", "dataType": "string", "required": true}])");
  json.set("primaryAttribute", "other");
  service_.on("/getServiceDefinition", 200, json.dump());
  const auto revision = onboarding_->refresh(codes_)["revision"];
  onboarding_->adopt(codes_, Json::object({{"revision", revision}}));
  EXPECT_EQ(code_of([&] { campaigns_->run(id); }), "PARAMETER_REQUIRED");
  campaigns_->update(id, Json::parse(R"({"parameters": {"other": "x"}})"));
  EXPECT_EQ(campaigns_->run(id)["people"].as_int(), 5);
}

TEST_F(Life, TheServiceIsSentWhatTheRunFixed) {
  const auto run = campaigns_->run(create("Clean \\\" up"))["run"].as_int();
  for (int i = 0; i < 2000 && service_.asked("/submitAsyncAction") == 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  const auto body = Json::parse(service_.last_body("/submitAsyncAction"));
  EXPECT_EQ(body["objectData"].size(), 5U) << body.dump();
  EXPECT_EQ(body["context"]["campaign"]["name"].as_string(), "Clean \" up") << body.dump();
  EXPECT_TRUE(body["context"]["program"].is_null()) << "was not asked for";
  EXPECT_EQ(code_of([&] { campaigns_->remove(campaigns_->find("Clean \" up")); }),
            "CAMPAIGN_IN_USE");
  EXPECT_EQ(runs_->show(run)["entered"].as_int(), 5);
}

TEST_F(Life, WhatIsNotThereIsNamed) {
  create("Clean up");
  try {
    campaigns_->find("clean upp");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code() + ": " + e.remedy(), "CAMPAIGN_NOT_FOUND: Did you mean Clean up?");
  }
  for (const auto& act : std::initializer_list<std::function<void()>>{
           [&] { runs_->show(7); }, [&] { runs_->abort(7); }, [&] { runs_->chunks(7, 0, 1); },
           [&] { runs_->results(7, false, "", 1); }, [&] { runs_->results_csv(7, false, {}); }})
    EXPECT_EQ(code_of(act), "NOT_FOUND");
}

}  // namespace
}  // namespace stepgate::campaign::testing
